"""The journey of one request, from the catalogue to the certificate; and the ways it may end early."""

import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys.people import Visitor, soon
from tests.journeys.places import (
    ACTION_OF_THE_PROCEDURE,
    ALAIN,
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
    SESSION_OF_THE_PROCEDURE,
    VALIDATION,
)
from tests.support.platforms import PlatformUnderTest

pytestmark = pytest.mark.platform
AFTER_THE_SESSION_S = int(timedelta(days=40).total_seconds())
MOTIVATION = "Je reçois beaucoup de personnes qui renoncent faute de financement : je veux mieux les conseiller."


@pytest.fixture(scope="module")
def site(platform: PlatformUnderTest) -> Iterator[str]:
    """The one address; the clock is put right again afterwards."""
    yield platform.site_url
    platform.restart()


def subjects(platform: PlatformUnderTest, address: str) -> list[str]:
    """What was mailed to somebody, newest first."""
    return [mail["subject"] for mail in platform.mails(address)]


def decision_link(platform: PlatformUnderTest, address: str, request: str) -> str | None:
    """Where the newest e-mail about this request leads its HR validator, None before it comes."""
    for mail in platform.mails(address):
        if request in mail["text"]:
            found = re.search(r"/demandes/decision/\S+", mail["text"])
            return found.group() if found else None
    return None


def number_of_mails(platform: PlatformUnderTest, address: str) -> int:
    return len(platform.mails(address))


def ask(visitor: Visitor, *, motivation: str = MOTIVATION, **chosen: str) -> str:
    """Send the request form that is reached from the page of an action; returns the id of the request."""
    visitor.follow("S'inscrire")
    visitor.press(
        "Valider",
        motivation=motivation,
        prerequisites_met="y",
        available_on_all_slots="y",
        information_read="y",
        **chosen,
    )
    assert visitor.status == 200, visitor.text
    return visitor.path.rpartition("/")[2]


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
        mailed = number_of_mails(platform, SARAH)
        annie.press("Refuser la demande", reason="Deux collègues y vont déjà.")
        assert "La demande est refusée" in annie.text
        sarah.open(f"/mon-espace/demandes/{request}")
        assert "Refusée par le Valideur RH" in sarah.text
        assert "Deux collègues y vont déjà." in sarah.text
        soon(lambda: number_of_mails(platform, SARAH) > mailed, "an e-mail about the refusal")


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
        soon(lambda: subjects(platform, JEAN), "an e-mail to the person")


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
    with Visitor(site) as alain:
        alain.sign_in(ALAIN)
        assert "Alain Proviste, Bénéficiaire, Ma structure" in alain.text
        alain.open("/actions?q=financement+parcours").follow(ACTION_OF_THE_PROCEDURE)
        request = ask(alain)
        assert "Votre demande d'inscription est envoyée" in alain.text
    _approve(platform, site, request)
    _accept(platform, site, request)
    platform.restart(clock_offset_s=AFTER_THE_SESSION_S)
    _record_presence(site)
    _certificate(site, request)


def _is_about_it(subject: str) -> bool:
    return "Alain Proviste" in subject and ACTION_OF_THE_PROCEDURE in " ".join(subject.split())


def _approve(platform: PlatformUnderTest, site: str, request: str) -> None:
    soon(lambda: any(_is_about_it(subject) for subject in subjects(platform, ANNIE)), "an e-mail to Annie")
    with Visitor(site) as annie:
        annie.sign_in(ANNIE).act_as(HR_OF_OURS)
        assert annie.path == "/valideur/demandes"
        annie.open(f"/valideur/demandes/{request}")
        assert MOTIVATION in annie.text
        mailed = number_of_mails(platform, ALAIN)
        annie.press("Valider la demande")
        assert "La demande est validée" in annie.text
    soon(lambda: number_of_mails(platform, ALAIN) > mailed, "an e-mail about the approval")


def _accept(platform: PlatformUnderTest, site: str, request: str) -> None:
    soon(lambda: any(_is_about_it(subject) for subject in subjects(platform, GUY)), "an e-mail to Guy")
    with Visitor(site) as alain, Visitor(site) as guy:
        alain.sign_in(ALAIN).open(f"/mon-espace/demandes/{request}")
        assert "Préinscrit" in alain.text
        guy.sign_in(GUY).act_as(PROVIDER)
        assert guy.path == "/prestataire/demandes"
        mailed = number_of_mails(platform, ALAIN)
        guy.open(f"/prestataire/demandes/{request}").press("Accepter la demande")
        assert "Alain Proviste est inscrit(e)" in guy.text
        alain.open("/mon-espace/actions-en-cours")
        assert "Votre place est acquise." in alain.text
    soon(lambda: number_of_mails(platform, ALAIN) > mailed, "an e-mail about the enrolment")


def _record_presence(site: str) -> None:
    """All of the first day, half of the second afternoon missed by an hour."""
    with Visitor(site) as guy:
        guy.sign_in(GUY).act_as(PROVIDER).open(f"/prestataire/sessions/{SESSION_OF_THE_PROCEDURE}/presences?tous=1")
        form = guy.page.form_with("Enregistrer les présences")
        minutes = [name for name in form.fields if name.count(".") == 2 and not name.startswith("present-")]
        assert len(minutes) == 4
        planned = [int(form.fields[name]) for name in minutes]
        guy.press("Enregistrer les présences", **{minutes[-1]: str(planned[-1] - 60)})
        assert "Les présences sont enregistrées" in guy.text
        assert "Présence partielle" in guy.text


def text_of_pdf(body: bytes) -> str:
    """Its words, in reading order."""
    done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def _certificate(site: str, request: str) -> None:
    with Visitor(site) as alain:
        alain.sign_in(ALAIN).open("/mon-espace/actions-passees?filtre=suivies")
        assert "Présence : 13 h sur 14 h" in alain.text

        def issued() -> list[str]:
            return list(alain.open(f"/mon-espace/demandes/{request}").page.links_like("Certificat de réalisation"))

        (address,) = soon(issued, "the certificate")
        alain.open(address)
        assert alain.body.startswith(b"%PDF-")
        text = text_of_pdf(alain.body)
    assert "Alain Proviste" in text
    assert "13 heures" in text
    (code,) = set(re.findall(r"/verifier/([\w-]+)", text))
    with Visitor(site) as stranger:
        stranger.open(f"/verifier/{code}")
        assert "Ce document est valide" in stranger.text
        assert "Alain Proviste" in stranger.text
        assert "13 h" in stranger.text
        stranger.open("/verifier/INCONNU-0000")
        assert stranger.status == 404
        assert "Aucun document ne porte ce code" in stranger.text
