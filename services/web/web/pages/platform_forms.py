"""Forms about a platform: lists of addresses are typed one a line."""

import json
from typing import Any, Self

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as Area
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from chassis.ids import new_id
from web import labels
from web.clients.gateway import Json
from web.pages.forms import PageForm

MOST_ADDRESSES, LONGEST_ADDRESS, LONGEST_TEXT = 10, 500, 20_000
_SCOPES = {name: label for name, label in labels.platforms.SCOPES.items() if name != "openid"}


def _lines(text: str | None) -> list[str]:
    return list(dict.fromkeys((text or "").split()))


def _few_addresses(_form: PageForm, field: Field) -> None:
    lines = _lines(field.data)
    if len(lines) > MOST_ADDRESSES or any(len(line) > LONGEST_ADDRESS for line in lines):
        raise ValidationError(labels.FORM_ERRORS["platform-addresses"])


def _json_object(_form: PageForm, field: Field) -> None:
    try:
        is_object = isinstance(json.loads(field.data), dict)
    except ValueError:
        is_object = False
    if not is_object:
        raise ValidationError(labels.FORM_ERRORS["platform-keys"])


class _Scopes(SelectMultipleField):  # type: ignore[misc]  # WTForms carries no types
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlatformForm(PageForm):
    """What registering and changing share."""

    name = StringField(
        validators=[
            InputRequired(labels.FORM_ERRORS["platform-name"]),
            Length(max=100, message=labels.FORM_ERRORS["platform-name"]),
        ]
    )
    redirect_uris = Area(validators=[_few_addresses])
    post_logout_redirect_uris = Area(validators=[_few_addresses])
    backchannel_logout_uri = StringField(
        validators=[Length(max=LONGEST_ADDRESS, message=labels.FORM_ERRORS["platform-text"])]
    )
    scopes = _Scopes(choices=list(_SCOPES.items()), default=["profile", "email"])
    requires_pkce = BooleanField(default=True)
    service_scopes = Area(validators=[Length(max=LONGEST_TEXT, message=labels.FORM_ERRORS["platform-text"])])
    audience = StringField(validators=[Length(max=200, message=labels.FORM_ERRORS["platform-text"])])
    jwks = Area(
        validators=[
            Optional(),
            Length(max=LONGEST_TEXT, message=labels.FORM_ERRORS["platform-text"]),
            _json_object,
        ]
    )

    def terms(self) -> dict[str, Any]:
        """As identity's API takes them."""
        has_people = bool(_lines(self.redirect_uris.data))
        return {
            "name": self.name.data.strip(),
            "redirect_uris": _lines(self.redirect_uris.data),
            "post_logout_redirect_uris": _lines(self.post_logout_redirect_uris.data),
            "backchannel_logout_uri": (self.backchannel_logout_uri.data or "").strip() or None,
            "scopes": ["openid", *self.scopes.data] if has_people else [],
            "service_scopes": _lines(self.service_scopes.data),
            "requires_pkce": self.requires_pkce.data,
            "audience": (self.audience.data or "").strip() or None,
            "jwks": json.loads(self.jwks.data) if self.jwks.data else None,
        }


class NewPlatformForm(PlatformForm):
    """`key` makes a form that is sent twice count once."""

    client_id = StringField(
        validators=[
            InputRequired(labels.FORM_ERRORS["platform-client-id"]),
            Regexp(r"^[a-z0-9][a-z0-9._-]{1,63}$", message=labels.FORM_ERRORS["platform-client-id"]),
        ]
    )
    auth_method = SelectField(choices=list(labels.platforms.AUTH_METHODS.items()))
    key = HiddenField(default=lambda: str(new_id()))

    def wanted(self) -> dict[str, Any]:
        """As identity's API takes a new one."""
        return {**self.terms(), "client_id": self.client_id.data, "auth_method": self.auth_method.data}


class ChangedPlatformForm(PlatformForm):
    """`version` is the one that was shown."""

    version = HiddenField(validators=[Regexp(r"^\d{1,9}$", message=labels.FORM_ERRORS["platform-invalid"])])

    @classmethod
    def of(cls, platform: Json) -> Self:
        """Filled in with what is known; what was typed comes first."""
        known = {
            **platform,
            "redirect_uris": "\n".join(platform["redirect_uris"]),
            "post_logout_redirect_uris": "\n".join(platform["post_logout_redirect_uris"]),
            "service_scopes": "\n".join(platform["service_scopes"]),
            "jwks": json.dumps(platform["jwks"], indent=1) if platform["jwks"] else "",
        }
        return cls(data=known)


class SecretForm(PageForm):
    """Whether the old secret stays a day."""

    old = RadioField(
        choices=[("keep", labels.platforms.OLD_SECRET["keep"]), ("end", labels.platforms.OLD_SECRET["end"])],
        default="keep",
        validators=[InputRequired(labels.FORM_ERRORS["platform-invalid"])],
    )
