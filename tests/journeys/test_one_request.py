"""The journey of one request, from the catalogue to the certificate; and the ways it may end early."""

import re
from datetime import timedelta

import pytest

from tests.journeys.people import Visitor, soon
from tests.journeys.places import (
    ACTION_OF_THE_PROCEDURE,
    ALEX,
    ANNIE,
    GUY,
    HR_OF_DUNES,
    HR_OF_OURS,
    JEAN,
    LARA,
    MARIE,
    PROVIDER,
    ROSE,
    SARAH,
    VALIDATION,
)
from tests.journeys.procedure import (
    MOTIVATION,
    accept,
    approve,
    ask,
    ask_for_a_place,
    certificate,
    close_session,
    number_of_mails,
    record_presence,
    subjects,
)
from tests.support.platforms import PlatformUnderTest

pytestmark = pytest.mark.platform
AFTER_THE_SESSION_S = int(timedelta(days=40).total_seconds())


@pytest.fixture(scope="module")
def site(platform: PlatformUnderTest) -> str:
    """The one address."""
    return platform.site_url


def decision_link(platform: PlatformUnderTest, address: str, request: str) -> str | None:
    """Where the newest e-mail about this request leads its HR validator, None before it comes."""
    for mail in platform.mails(address):
        if request in mail["text"]:
            found = re.search(r"/demandes/decision/\S+", mail["text"])
            return found.group() if found else None
    return None


def test_a_visitor_finds_the_action_of_the_procedure(site: str) -> None:
    with Visitor(site) as visitor:
        visitor.open("/").press("Rechercher", q="financement parcours", place="La Rochelle", theme="")
        visitor.follow(ACTION_OF_THE_PROCEDURE)
        assert visitor.page.title.startswith(ACTION_OF_THE_PROCEDURE)
        assert "2 jours" in visitor.text
        assert "Présentiel" in visitor.text
        assert "4 places restantes" in visitor.text
        assert visitor.text.count("17000 La Rochelle") == 2
        assert len(list(visitor.page.links_like("Voir le plan"))) == 2
        assert "identifiez-vous comme bénéficiaire" in visitor.text


def test_somebody_whose_organisation_is_no_member_reads_why(site: str) -> None:
    with Visitor(site) as lara:
        lara.sign_in(LARA).act_as("Bénéficiaire, PLIE du Marais")
        lara.open("/actions?q=financement+parcours").follow(ACTION_OF_THE_PROCEDURE)
        assert "réservée aux adhérents et la structure n'est pas adhérente" in lara.text
        assert not list(lara.page.links_like("S'inscrire"))


def test_a_request_refused_by_the_employer_ends_with_its_reason(platform: PlatformUnderTest, site: str) -> None:
    with Visitor(site) as sarah, Visitor(site) as annie:
        sarah.sign_in(SARAH).act_as("Bénéficiaire, Ma structure").open(VALIDATION)
        request = ask(sarah, organisation_id="01930000-0000-7000-8000-000000000101")
        annie.sign_in(ANNIE).act_as(HR_OF_OURS)
        annie.open("/valideur/demandes")
        assert "Sarah Croche" in annie.text
        annie.open(f"/valideur/demandes/{request}").press("Refuser la demande")
        assert annie.status == 422
        assert "Indiquez le motif" in annie.text
        mailed = number_of_mails(platform.mails, SARAH)
        annie.press("Refuser la demande", reason="Deux collègues y vont déjà.")
        assert "La demande est refusée" in annie.text
        sarah.open(f"/mon-espace/demandes/{request}")
        assert "Refusée par le Valideur RH" in sarah.text
        assert "Deux collègues y vont déjà." in sarah.text
        soon(lambda: number_of_mails(platform.mails, SARAH) > mailed, "an e-mail about the refusal")


def test_a_request_declined_by_the_provider_ends_with_its_reason(platform: PlatformUnderTest, site: str) -> None:
    with Visitor(site) as jean, Visitor(site) as alex, Visitor(site) as guy:
        jean.sign_in(JEAN).open(VALIDATION)
        request = ask(jean)
        alex.sign_in(ALEX).act_as(HR_OF_DUNES).open(f"/valideur/demandes/{request}").press("Valider la demande")
        guy.sign_in(GUY).act_as(PROVIDER).open(f"/prestataire/demandes/{request}")
        assert MOTIVATION in guy.text
        guy.press("Ne pas retenir la demande", reason="Le groupe est déjà constitué.")
        assert "n'est pas retenue" in guy.text
        jean.open("/mon-espace/actions-passees?filtre=refusees")
        assert "Non retenue" in jean.text
        assert "Le groupe est déjà constitué." in jean.text
        soon(lambda: subjects(platform.mails, JEAN), "an e-mail to the person")


def test_an_employer_decides_from_the_e_mail_and_reading_it_decides_nothing(
    platform: PlatformUnderTest, site: str
) -> None:
    with Visitor(site) as marie, Visitor(site) as reader, Visitor(site) as again:
        marie.sign_in(MARIE).open("/actions?q=financement+parcours").follow(ACTION_OF_THE_PROCEDURE)
        request = ask(marie)
        link = soon(lambda: decision_link(platform, ALEX, request), "a link to decide")
        reader.open(link)
        assert "Demande de Marie Nière" in reader.text
        assert MOTIVATION in reader.text
        again.open(link)
        assert "Votre décision" in again.text
        reader.press("Refuser la demande")
        assert "Indiquez le motif" in reader.text
        reader.press("Refuser la demande", reason_code="colleague_first", reason="Jean y va déjà.")
        assert "Votre décision est enregistrée" in reader.text
        again.press("Valider la demande")
        assert (again.status, "a déjà été étudiée" in again.text) == (409, True)
        marie.open(f"/mon-espace/demandes/{request}")
        assert "Jean y va déjà." in marie.text


def test_cancelling_says_what_it_costs_before_and_frees_the_seat(site: str) -> None:
    with Visitor(site) as rose:
        rose.sign_in(ROSE).act_as("Bénéficiaire, Atelier des compétences").open(VALIDATION)
        request = ask(rose)
        rose.open("/mon-espace/actions-en-cours").open(f"/mon-espace/demandes/{request}/annulation")
        assert "n'utilise aucun droit de participation" in rose.text
        assert "Seront avertis" in rose.text
        rose.press("Annuler ma demande", reason="")
        assert "Indiquez le motif de l'annulation." in rose.text
        rose.press("Annuler ma demande", reason="Un imprévu.")
        assert "Votre demande est annulée" in rose.text
        rose.open(f"/mon-espace/demandes/{request}/annulation")
        assert "ne peut plus être annulée" in rose.text


def test_a_form_sent_twice_counts_once(site: str) -> None:
    with Visitor(site) as rose:
        rose.sign_in(ROSE).act_as("Bénéficiaire, Atelier des compétences").open(VALIDATION).follow("S'inscrire")
        form_page = rose.page
        ticks = {
            "motivation": MOTIVATION,
            "prerequisites_met": "y",
            "available_on_all_slots": "y",
            "information_read": "y",
        }
        first = rose.press("Valider", **ticks).path
        rose.open(VALIDATION + "/sessions/01930000-0000-7000-8000-000000000303/inscription").page = form_page
        assert rose.press("Valider", **ticks).path == first


def test_one_request_travels_from_sign_in_to_certificate(platform: PlatformUnderTest, site: str) -> None:
    request = ask_for_a_place(site)
    approve(platform.mails, site, request)
    accept(platform.mails, site, request)
    platform.restart(clock_offset_s=AFTER_THE_SESSION_S)
    record_presence(site)
    close_session(platform.mails, site)
    certificate(site, request)
