"""Pages of ours that only a signed-in person opens; others sign in first and come back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, g, url_for

from chassis.clock import now
from identity import labels
from identity.domain.errors import HashingBusy
from identity.pages.account_forms import PasswordForm
from identity.pages.visits import network_address, recognised, see_other
from identity.usecases.confirm_password import confirm_password
from identity.usecases.recognise import Recognised

_View = TypeVar("_View", bound=Callable[..., Any])


def signed_in(page: str) -> Callable[[_View], _View]:
    """Let in whoever is signed in with this browser; `page` is the word of OWN_PAGES to come back to."""

    def decorate(view: _View) -> _View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.mine = recognised()
            return view(*args, **kwargs) if g.mine else see_other(url_for("sign_in.show", page=page))

        guarded.access = ("signed-in",)  # type: ignore[attr-defined]  # read by tests/conventions
        return cast(_View, guarded)

    return decorate


def mine() -> Recognised:
    """Who is signed in, in a view that lets nobody else in."""
    return cast(Recognised, g.mine)


def password_fault(form: PasswordForm) -> int | None:
    """Look at the password of a form; the status of the answer where it is not right, with the fault in the form."""
    try:
        refused = confirm_password(mine().account.id, form.password.data, address=network_address(), now=now())
    except HashingBusy:
        form.form_errors.append(labels.SIGN_IN_BUSY)
        return 503
    if refused is None:
        return None
    if refused.until is not None:
        form.form_errors.append(labels.sign_in_closed(refused.until - now()))
        return 429
    form.password.errors = [labels.PASSWORD_WRONG]
    return 422


def information_page() -> str:
    """« Mes informations » on the site."""
    return f"{current_app.config['PUBLIC_URL']}/mon-espace/informations"
