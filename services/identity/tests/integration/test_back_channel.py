"""Every client of a sign-in hears of its end, sooner or later, by a token that it can verify."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug import Request, Response
from werkzeug.serving import make_server

from chassis import clock, worker
from chassis.database import transaction
from chassis.tables import TASKS
from identity import jobs
from identity.domain.rights import OPERATOR
from identity.store.client_tables import CLIENTS
from identity.store.sign_ins import lock_open
from identity.usecases.anonymise_account import anonymise_account
from identity.usecases.end_sign_ins import end_sign_ins_of
from services.identity.tests.integration.arranging import (
    ISSUER,
    RAFAEL_BACK,
    VERIFIER,
    Browser,
    an_account,
)

EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Listener:
    """A client's server: what it was sent, and the status it answers with, by path."""

    url: str = ""
    heard: list[tuple[str, str]] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.heard.append((request.path, request.form.get("logout_token", "")))
        status = self.status.get(request.path, 200)
        headers = {"Location": f"{self.url}/elsewhere"} if status == 302 else {}
        return Response(status=status, headers=headers)(environ, start_response)

    def heard_at(self, path: str) -> list[str]:
        return [token for at, token in self.heard if at == path]


@pytest.fixture
def listener(app: object) -> Iterator[Listener]:
    """`web` and `rafael` are told at addresses of their names; `post` has none."""
    made = Listener()
    server = make_server("127.0.0.1", 0, made, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with transaction() as session:
        for client_id in ("web", "rafael"):
            address = f"{made.url}/{client_id}"
            session.execute(
                CLIENTS.update().where(CLIENTS.c.client_id == client_id).values(backchannel_logout_uri=address)
            )
    yield made
    server.shutdown()
    thread.join()


@pytest.fixture
def alain(browser: Browser) -> UUID:
    return an_account()


def enter_rafael(browser: Browser) -> dict[str, Any]:
    """Into the second platform with the same sign-in."""
    answer = browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK, scope="openid")
    code = answer.location.partition("code=")[2].partition("&")[0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": RAFAEL_BACK, "code_verifier": VERIFIER}
    tokens = browser.token({**form, "client_id": "rafael"}, auth=None)
    assert tokens.status_code == 200, tokens.text
    return dict(tokens.json or {})


def do_tasks() -> None:
    while worker.run_due(jobs.TASKS):
        pass


def states() -> dict[str, str]:
    """Of the tasks, by the client they are for."""
    with transaction() as session:
        rows = session.execute(select(TASKS.c.key, TASKS.c.done_at, TASKS.c.given_up_at)).all()
    kinds = {(True, False): "done", (False, True): "given up", (False, False): "waiting"}
    return {key.partition(" ")[2]: kinds[done is not None, up is not None] for key, done, up in rows}


def sign_out(browser: Browser, id_token: str) -> None:
    assert browser.get(f"/sso/logout?id_token_hint={id_token}").status_code == 200


def test_both_platforms_hear_of_the_logout_at_one_of_them(browser: Browser, listener: Listener, alain: UUID) -> None:
    at_web = browser.tokens()
    enter_rafael(browser)
    sign_out(browser, at_web["id_token"])
    assert listener.heard == []
    do_tasks()
    assert sorted(path for path, _ in listener.heard) == ["/rafael", "/web"]
    (told,) = (browser.claims(token) for token in listener.heard_at("/rafael"))
    assert told["events"] == {EVENT: {}}
    assert (told["iss"], told["aud"], told["sub"]) == (ISSUER, "rafael", str(alain))
    assert told["sid"] == browser.claims(at_web["id_token"])["sid"]
    assert told["exp"] - told["iat"] == 120
    assert "nonce" not in told
    do_tasks()
    assert len(listener.heard) == 2


def test_a_client_that_got_no_tokens_hears_nothing(browser: Browser, listener: Listener, alain: UUID) -> None:
    sign_out(browser, browser.tokens()["id_token"])
    do_tasks()
    assert [path for path, _ in listener.heard] == ["/web"]


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_a_client_that_does_not_listen_is_told_again_later(
    browser: Browser, listener: Listener, alain: UUID, status: int
) -> None:
    listener.status["/web"] = status
    sign_out(browser, browser.tokens()["id_token"])
    do_tasks()
    assert states() == {"web": "waiting"}
    assert listener.heard_at("/elsewhere") == []
    listener.status.clear()
    do_tasks()
    assert len(listener.heard_at("/web")) == 1
    clock.shift(11)
    do_tasks()
    assert states() == {"web": "done"}
    assert len(set(listener.heard_at("/web"))) == 2


def test_a_client_that_refuses_the_token_is_not_asked_again(browser: Browser, listener: Listener, alain: UUID) -> None:
    listener.status["/web"] = 400
    sign_out(browser, browser.tokens()["id_token"])
    do_tasks()
    assert states() == {"web": "given up"}


def test_a_silent_client_does_not_keep_the_other_one_from_hearing(
    browser: Browser, listener: Listener, alain: UUID
) -> None:
    with transaction() as session:
        nowhere = CLIENTS.update().where(CLIENTS.c.client_id == "rafael")
        session.execute(nowhere.values(backchannel_logout_uri="http://127.0.0.1:9/nobody"))
    at_web = browser.tokens()
    enter_rafael(browser)
    sign_out(browser, at_web["id_token"])
    do_tasks()
    assert states() == {"web": "done", "rafael": "waiting"}


def test_another_person_on_the_same_browser_ends_the_first_at_every_client(
    browser: Browser, listener: Listener, alain: UUID
) -> None:
    an_account("Annie", family_name="Versaire")
    browser.tokens()
    browser.sign_in("annie.versaire@example.org", prompt="login")
    do_tasks()
    assert [path for path, _ in listener.heard] == ["/web"]


def test_an_account_that_is_closed_is_signed_out_everywhere(browser: Browser, listener: Listener, alain: UUID) -> None:
    browser.tokens()
    with transaction() as session:
        anonymise_account(session, alain, by=OPERATOR, now=clock.now())
    do_tasks()
    assert [path for path, _ in listener.heard] == ["/web"]


def test_all_sign_ins_but_one_can_be_ended(browser: Browser, new_browser: Any, listener: Listener, alain: UUID) -> None:
    mine, other = browser.tokens(), new_browser().tokens()
    kept = UUID(browser.claims(mine["id_token"])["sid"])
    with transaction() as session:
        assert end_sign_ins_of(session, alain, reason="asked", except_for=kept, now=clock.now()) == 1
        assert [one.id for one in lock_open(session, account_id=alain)] == [kept]
    do_tasks()
    assert [browser.claims(token)["sid"] for token in listener.heard_at("/web")] == [
        browser.claims(other["id_token"])["sid"]
    ]
    assert browser.refresh(mine["refresh_token"]).status_code == 200
    assert browser.refresh(other["refresh_token"]).status_code == 400


def test_the_second_factor_shows_in_acr_and_amr(browser: Browser, alain: UUID) -> None:
    browser.tokens()
    with transaction() as session:
        (one,) = lock_open(session, account_id=alain)
        assert (one.acr, one.amr) == ("urn:parcourspro:acr:password", ["pwd"])
        one.methods = ["pwd", "otp"]
    code = browser.authorize().location.partition("code=")[2].partition("&")[0]
    claims = browser.claims(browser.exchange(code).json["id_token"])
    assert (claims["acr"], claims["amr"]) == ("urn:parcourspro:acr:two-factors", ["pwd", "otp", "mfa"])
