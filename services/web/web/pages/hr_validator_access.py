"""Who comes to the employer's desk: HR validators, and on the days of an absence their deputies."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import make_response, render_template

from chassis.principal import Role
from web.domain.errors import Refused
from web.pages.access import here, signed_in_person

# A deputy comes as a person of the organisation; the service knows on which days.
AT_DESK = (Role.HR_VALIDATOR, Role.BENEFICIARY)
_View = TypeVar("_View", bound=Callable[..., Any])


def at_desk(view: _View) -> _View:
    """Stands under `page_for`: a person without a mandate is offered the role that decides, where they hold it."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except Refused as refused:
            person = signed_in_person()
            if refused.code != "forbidden" or person.active_role is Role.HR_VALIDATOR:
                raise
            roles = (Role.HR_VALIDATOR,)
            page = render_template("wrong_role.html", roles=roles, offers=person.holds(*roles), back_to=here())
            return make_response(page, 403)

    return cast(_View, guarded)
