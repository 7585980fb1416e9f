"""Settings that would be dangerous are refused at start-up."""

import pytest

from chassis.settings import BadSettings, read_settings
from identity.settings import Settings

GOOD = {
    "PP_DATABASE_URL": "postgresql://x",
    "PP_ISSUER": "http://127.0.0.1:8080/sso",
    "PP_JWKS_URL": "http://127.0.0.1:8080/sso/jwks.json",
    "PP_PUBLIC_URL": "http://127.0.0.1:8080",
    "PP_KEY_ENCRYPTION_SECRET": "k" * 32,
    "PP_SESSION_SECRET": "s" * 32,
    "PP_ASSETS_DIR": "node_modules",
}


def test_http_is_for_loopback_only() -> None:
    assert not read_settings(Settings, GOOD).is_secure
    assert read_settings(Settings, {**GOOD, "PP_ISSUER": "https://sso.example.org/sso"}).is_secure
    with pytest.raises(BadSettings):
        read_settings(Settings, {**GOOD, "PP_ISSUER": "http://sso.example.org/sso"})


@pytest.mark.parametrize("name", ["PP_KEY_ENCRYPTION_SECRET", "PP_SESSION_SECRET"])
def test_a_short_secret_is_refused(name: str) -> None:
    with pytest.raises(BadSettings):
        read_settings(Settings, {**GOOD, name: "short"})
