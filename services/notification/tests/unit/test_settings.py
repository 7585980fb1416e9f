"""What the service refuses to start with."""

import pytest

from chassis.settings import BadSettings
from notification.settings import Settings
from tests.contracts.apps import settings_of


@pytest.mark.parametrize(
    "url", ["smtp://127.0.0.1:1025", "smtp+starttls://u:p@mail.example.org", "smtps://mail.example.org"]
)
def test_the_three_ways_out_are_taken(url: str) -> None:
    assert isinstance(settings_of("notification", {"PP_SMTP_URL": url}), Settings)


@pytest.mark.parametrize("url", ["", "mail.example.org", "http://mail.example.org", "smtp://u:p@mail.example.org"])
def test_anything_else_is_refused_by_name(url: str) -> None:
    with pytest.raises(BadSettings, match="PP_SMTP_URL"):
        settings_of("notification", {"PP_SMTP_URL": url})
