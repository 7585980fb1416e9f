"""What a client may be registered with."""

from datetime import UTC, datetime, timedelta

import pytest

from identity.domain.clients import AuthMethod, Client, digest
from identity.domain.errors import InvalidClient

NOW = datetime(2026, 11, 2, tzinfo=UTC)
SECRET = "a-secret-of-at-least-thirty-two-characters"


def a_client(**changes: object) -> Client:
    values: dict[str, object] = {
        "client_id": "web",
        "name": "web",
        "auth_method": AuthMethod.CLIENT_SECRET_BASIC,
        "secret_hash": digest(SECRET),
        "redirect_uris": ["https://site.example.org/retour"],
        "post_logout_redirect_uris": [],
        "scopes": ["openid"],
        "grants": ["authorization_code"],
        "requires_pkce": True,
        "audience": None,
        "created_at": NOW,
        "changed_at": NOW,
        **changes,
    }
    return Client(**values)  # type: ignore[arg-type]  # a mapping of mixed values


@pytest.mark.parametrize(
    "uri",
    ["https://site.example.org/retour?x=1", "http://127.0.0.1:8080/retour", "http://localhost/x", "http://[::1]:1/"],
)
def test_https_anywhere_and_http_on_loopback_are_fine(uri: str) -> None:
    a_client(redirect_uris=[uri]).check()


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/retour",
        "//site.example.org/",
        "http://site.example.org/",
        "http://localhost.evil.example.org/",
        "http://127.0.0.1@evil.example.org/",
        "https://user@site.example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://site.example.org/#fragment",
        "https://site.example.org/a b",
        "https://site.example.org\\@evil.example.org/",
        "https://é.example.org/",
    ],
)
@pytest.mark.parametrize("place", ["redirect_uris", "post_logout_redirect_uris"])
def test_any_other_address_is_refused(uri: str, place: str) -> None:
    with pytest.raises(InvalidClient):
        a_client(**{place: [uri]}).check()


def test_a_public_client_cannot_do_without_pkce_nor_have_a_secret() -> None:
    for changes in ({"requires_pkce": False, "secret_hash": None}, {}):
        with pytest.raises(InvalidClient):
            a_client(auth_method=AuthMethod.NONE, **changes).check()
    a_client(auth_method=AuthMethod.NONE, secret_hash=None).check()


def test_a_confidential_client_has_a_secret() -> None:
    with pytest.raises(InvalidClient):
        a_client(secret_hash=None).check()


def test_a_client_has_an_address_to_go_back_to() -> None:
    with pytest.raises(InvalidClient):
        a_client(redirect_uris=[]).check()


def test_a_secret_matches_itself_and_nothing_else() -> None:
    assert a_client().secret_matches(SECRET, now=NOW)
    assert not a_client().secret_matches("", now=NOW)
    assert not a_client(secret_hash=None).secret_matches("", now=NOW)


def test_a_replaced_secret_is_good_for_a_day_more_or_no_longer_at_all() -> None:
    client = a_client()
    client.replace_secret("another-secret-of-thirty-two-characters", keeps_old=True, now=NOW)
    assert client.secret_matches(SECRET, now=NOW + timedelta(hours=23))
    assert not client.secret_matches(SECRET, now=NOW + timedelta(hours=24))
    client.replace_secret("a-third-secret-of-thirty-two-characters-", keeps_old=False, now=NOW)
    assert not client.secret_matches("another-secret-of-thirty-two-characters", now=NOW)
    assert client.secret_matches("a-third-secret-of-thirty-two-characters-", now=NOW)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "Web!"}, "odd-client-id"),
        ({"grants": []}, "unknown-grant"),
        ({"grants": ["authorization_code", "password"]}, "unknown-grant"),
        ({"grants": ["client_credentials"]}, "redirect-uri-without-code"),
        ({"grants": ["client_credentials", "refresh_token"], "redirect_uris": []}, "refresh-without-code"),
        ({"scopes": ["openid", "anything"]}, "odd-scope"),
        ({"service_scopes": ["two words"]}, "odd-scope"),
        ({"service_scopes": ["email"]}, "odd-scope"),
        ({"auth_method": AuthMethod.PRIVATE_KEY_JWT}, "secret-and-method-disagree"),
        ({"auth_method": AuthMethod.PRIVATE_KEY_JWT, "secret_hash": None}, "keys-and-method-disagree"),
        ({"jwks": {"keys": []}}, "keys-and-method-disagree"),
        (
            {
                "auth_method": AuthMethod.NONE,
                "secret_hash": None,
                "grants": ["authorization_code", "client_credentials"],
            },
            "public-with-client-credentials",
        ),
        ({"backchannel_logout_uri": "http://site.example.org/fin"}, "not-https"),
    ],
)
def test_a_registration_that_contradicts_itself_says_which_rule_it_breaks(
    changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(InvalidClient) as refused:
        a_client(**changes).check()
    assert refused.value.figures["reason"] == reason


def test_servers_without_people_need_no_address_to_go_back_to() -> None:
    a_client(grants=["client_credentials"], redirect_uris=[], service_scopes=["rafael:read"]).check()
