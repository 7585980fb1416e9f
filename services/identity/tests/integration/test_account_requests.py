"""« Demande de création de compte »: the form, the proof of the address, and what nobody may learn or steal."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from chassis import clock
from chassis.database import transaction
from identity.store.proof_tables import LINKS
from identity.store.tables import ACCOUNTS, AFFILIATIONS
from services.identity.tests.integration.arranging import Browser, NewBrowser, an_account, an_organisation, field_of
from services.identity.tests.integration.mailing import NEW_PASSWORD, fill_in, link_of, told, work, work_of

FORM = "/sso/creer-un-compte/informations"
PROOF = "account.email_proof_requested"


def filled(organisation_id: UUID, **changes: str) -> dict[str, str]:
    return {
        "organisation": str(organisation_id),
        "civility": "mrs",
        "family_name": "Terrieur",
        "given_name": "Alexandra",
        "email": "alexandra.terrieur@example.org",
        "password": NEW_PASSWORD,
        "password_again": NEW_PASSWORD,
        "job_title": "Conseillère",
        "phone": "05 46 00 00 00",
        "mobile_phone": "",
        **changes,
    }


def ask(browser: Browser, organisation_id: UUID, **changes: str) -> Any:
    return fill_in(browser, f"{FORM}?structure={organisation_id}", **filled(organisation_id, **changes))


def count(table: Any) -> int:
    with transaction() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def test_an_organisation_is_found_by_siret_or_by_a_misspelt_name_and_leads_to_the_form(browser: Browser) -> None:
    organisation_id = an_organisation()
    for words in ("99900010200015", "999 000 102 00015", "strucure 0"):
        page = browser.get(f"/sso/creer-un-compte?q={words}").text
        assert f"{FORM}?structure={organisation_id}" in page, words
    shown = browser.get(f"{FORM}?structure={organisation_id}").text
    for label in ("Civilité", "Nom", "Prénom", "Email", "Mot de passe", "Confirmation", "Fonction", "Téléphone"):
        assert label in shown, label
    assert "Téléphone mobile pro" in shown
    assert "Créer" in shown
    assert "tus@cap-metiers.pro" in shown


@pytest.mark.parametrize(("words", "said"), [("99900010200016", "SIRET"), ("x", "deux lettres"), ("zzzz", "Aucune")])
def test_a_search_that_finds_nothing_says_why(browser: Browser, words: str, said: str) -> None:
    an_organisation()
    assert said in browser.get(f"/sso/creer-un-compte?q={words}").text


@pytest.mark.parametrize("structure", ["", "nonsense", "01930000-0000-7000-8000-00000000ffff"])
def test_without_an_organisation_the_form_leads_back_to_the_search(browser: Browser, structure: str) -> None:
    answer = browser.get(f"{FORM}?structure={structure}")
    assert (answer.status_code, answer.location) == (303, "/sso/creer-un-compte")


def test_nothing_exists_before_the_address_is_proved_and_then_everything_does(browser: Browser) -> None:
    organisation_id = an_organisation()
    assert ask(browser, organisation_id).location == "/sso/creer-un-compte/envoyee"
    assert count(ACCOUNTS) == 0
    link = link_of(PROOF)
    assert browser.get(link).status_code == 200
    assert count(ACCOUNTS) == 0, "a mail scanner opens links as well"
    answer = fill_in(browser, link, password=NEW_PASSWORD)
    assert "Votre compte est créé" in answer.text
    with transaction() as session:
        account = session.execute(select(ACCOUNTS)).one()
        affiliation = session.execute(select(AFFILIATIONS)).one()
        applicant = session.scalar(select(LINKS.c.applicant))
    assert (account.email, account.phone, account.mobile_phone) == (
        "alexandra.terrieur@example.org",
        "+33546000000",
        None,
    )
    assert account.email_verified_at is not None
    assert (affiliation.organisation_id, affiliation.state.value) == (organisation_id, "requested")
    assert applicant == {}
    assert browser.submit("/sso/connexion", email=account.email, password=NEW_PASSWORD).status_code == 303


def test_a_link_works_once_and_a_day_at_most(browser: Browser) -> None:
    ask(browser, an_organisation())
    link = link_of(PROOF)
    clock.shift(24 * 3600 + 1)
    assert browser.get(link).status_code == 410
    clock.shift(0)
    fill_in(browser, link, password=NEW_PASSWORD)
    assert browser.get(link).status_code == 410
    assert browser.get("/sso/creer-un-compte/confirmation?jeton=made-up").status_code == 410


def test_an_account_prepared_in_anothers_name_is_not_opened_by_their_click(
    browser: Browser, new_browser: NewBrowser
) -> None:
    ask(
        new_browser(),
        an_organisation(),
        password="attaque-preparee-avec-soin",
        password_again="attaque-preparee-avec-soin",
    )
    link = link_of(PROOF)
    for _ in range(5):
        assert fill_in(browser, link, password=NEW_PASSWORD).status_code == 422
    shown = browser.get(link)
    guess = {"csrf_token": field_of(shown.text, "csrf_token"), "password": "attaque-preparee-avec-soin"}
    assert browser.post(link, guess).status_code == 429, "passwords are not tried without end"
    assert count(ACCOUNTS) == 0


def test_a_second_request_for_an_existing_account_tells_its_owner_and_nobody_else(browser: Browser) -> None:
    an_account("Alexandra", family_name="Terrieur")
    answer = ask(browser, an_organisation())
    assert answer.location == "/sso/creer-un-compte/envoyee"
    work()
    assert told(PROOF) == []
    assert [one["email"] for one in told("account.creation_attempted")] == ["alexandra.terrieur@example.org"]
    assert count(LINKS) == 0


def test_an_account_opened_between_the_form_and_the_click_is_not_opened_twice(browser: Browser) -> None:
    ask(browser, an_organisation())
    link = link_of(PROOF)
    an_account("Alexandra", family_name="Terrieur")
    assert "Vous avez déjà un compte" in fill_in(browser, link, password=NEW_PASSWORD).text


@pytest.mark.parametrize("email", ["alexandra.terrieur@example.org", "nobody.yet@example.org"])
def test_whether_an_account_exists_shows_neither_in_the_answer_nor_in_the_work(browser: Browser, email: str) -> None:
    organisation_id = an_organisation()
    known, unknown = "annie.versaire@example.org", email
    an_account("Annie", family_name="Versaire")
    with work_of() as first:
        told_known = ask(browser, organisation_id, email=known)
    with work_of() as second:
        told_unknown = ask(browser, organisation_id, email=unknown)
    assert (told_known.status_code, told_known.location) == (told_unknown.status_code, told_unknown.location)
    assert first.statements == second.statements
    assert first.hashes == second.hashes == 1


def test_an_address_is_not_flooded_and_nobody_is_told_so(browser: Browser) -> None:
    organisation_id = an_organisation()
    answers = {ask(browser, organisation_id).location for _ in range(8)}
    assert answers == {"/sso/creer-un-compte/envoyee"}
    work()
    assert len(told(PROOF)) == 5


def test_a_network_address_that_asks_for_many_accounts_waits(browser: Browser, new_browser: NewBrowser) -> None:
    browser.address = "192.0.2.77"
    for number in range(30):
        fill_in(browser, "/sso/mot-de-passe-oublie", email=f"nobody{number}@example.org")
    organisation_id = an_organisation()
    closed = ask(browser, organisation_id)
    assert closed.status_code == 429
    assert int(closed.headers["Retry-After"]) > 0
    assert ask(new_browser(), organisation_id).status_code == 303


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"civility": ""}, "Indiquez votre civilité."),
        ({"family_name": ""}, "Indiquez votre nom."),
        ({"given_name": ""}, "Indiquez votre prénom."),
        ({"email": "alexandra"}, "Cette adresse e-mail n’est pas valable."),
        ({"job_title": ""}, "Indiquez votre fonction."),
        ({"phone": "12"}, "Ce numéro de téléphone n’est pas valable."),
        ({"password_again": "autre-chose"}, "Les deux mots de passe ne sont pas identiques."),
        ({"password": "court", "password_again": "court"}, "il faut au moins 12 caractères"),
        ({"password": "azertyuiop1234", "password_again": "azertyuiop1234"}, "trop facile à deviner"),
        ({"password": "Terrieur-2026-agrafe", "password_again": "Terrieur-2026-agrafe"}, "contient votre nom"),
        ({"given_name": "A\u202elex"}, "n’est pas accepté"),
    ],
)
def test_a_fault_is_said_at_its_field_and_what_was_typed_stays(
    browser: Browser, changes: dict[str, str], said: str
) -> None:
    organisation_id = an_organisation()
    answer = ask(browser, organisation_id, **changes)
    assert answer.status_code == 422
    assert said in answer.text
    if "job_title" not in changes:
        assert 'value="Conseillère"' in answer.text
    assert NEW_PASSWORD not in answer.text
    assert count(LINKS) == 0


def test_a_form_without_our_token_asks_for_nothing(browser: Browser) -> None:
    assert browser.post(FORM, filled(an_organisation())).status_code == 400
    assert count(LINKS) == 0


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8080@evil.example"])
def test_a_link_never_leads_where_a_header_says(browser: Browser, host: str) -> None:
    organisation_id = an_organisation()
    page = f"{FORM}?structure={organisation_id}"
    shown = browser.get(page)
    form = {"csrf_token": field_of(shown.text, "csrf_token"), **filled(organisation_id)}
    headers = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Host": host, "Forwarded": f"host={host}", "Host": host}
    cookie = browser.http.get_cookie("pp_identity_form", path="/sso", domain="127.0.0.1")
    headers["Cookie"] = f"pp_identity_form={cookie.value}"
    browser.app.test_client(use_cookies=False).post(FORM, data=form, headers=headers)
    assert link_of(PROOF).startswith("/sso/creer-un-compte/confirmation?jeton=")


def test_somebody_whose_organisation_is_not_in_the_list_gets_an_account_without_one(browser: Browser) -> None:
    page = browser.get("/sso/creer-un-compte").text
    assert f"{FORM}?structure=aucune" in page
    wanted = {**filled(UUID(int=0)), "organisation": "aucune"}
    assert fill_in(browser, f"{FORM}?structure=aucune", **wanted).location == "/sso/creer-un-compte/envoyee"
    answer = fill_in(browser, link_of(PROOF), password=NEW_PASSWORD)
    assert "le référencement de votre structure" in answer.text
    assert (count(ACCOUNTS), count(AFFILIATIONS)) == (1, 0)
