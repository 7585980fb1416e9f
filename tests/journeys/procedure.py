"""The procedure of one request, step by step, at whatever address the platform stands."""

import re
import subprocess
from collections.abc import Callable
from typing import Any

from tests.journeys.people import Visitor, soon
from tests.journeys.places import (
    ACTION_OF_THE_PROCEDURE,
    ALAIN,
    ANNIE,
    GUY,
    HR_OF_OURS,
    PROVIDER,
    SESSION_OF_THE_PROCEDURE,
)

# What was mailed to an address, newest first; see deploy/local/mailbox.
Mails = Callable[[str], list[dict[str, Any]]]
MOTIVATION = "Je reçois beaucoup de personnes qui renoncent faute de financement : je veux mieux les conseiller."


def subjects(mails: Mails, address: str) -> list[str]:
    """What was mailed to somebody, newest first."""
    return [mail["subject"] for mail in mails(address)]


def number_of_mails(mails: Mails, address: str) -> int:
    return len(mails(address))


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


def ask_for_a_place(site: str) -> str:
    """As Alain, from sign-in to the request; returns its id."""
    with Visitor(site) as alain:
        alain.sign_in(ALAIN)
        assert "Alain Proviste, Bénéficiaire, Ma structure" in alain.text
        alain.open("/actions?q=financement+parcours").follow(ACTION_OF_THE_PROCEDURE)
        request = ask(alain)
        assert "Votre demande d'inscription est envoyée" in alain.text
    return request


def _is_about_it(subject: str) -> bool:
    return "Alain Proviste" in subject and ACTION_OF_THE_PROCEDURE in " ".join(subject.split())


def approve(mails: Mails, site: str, request: str) -> None:
    soon(lambda: any(_is_about_it(subject) for subject in subjects(mails, ANNIE)), "an e-mail to Annie")
    with Visitor(site) as annie:
        annie.sign_in(ANNIE).act_as(HR_OF_OURS)
        assert annie.path == "/valideur/demandes"
        annie.open(f"/valideur/demandes/{request}")
        assert MOTIVATION in annie.text
        mailed = number_of_mails(mails, ALAIN)
        annie.press("Valider la demande")
        assert "La demande est validée" in annie.text
    soon(lambda: number_of_mails(mails, ALAIN) > mailed, "an e-mail about the approval")


def accept(mails: Mails, site: str, request: str) -> None:
    soon(lambda: any(_is_about_it(subject) for subject in subjects(mails, GUY)), "an e-mail to Guy")
    with Visitor(site) as alain, Visitor(site) as guy:
        alain.sign_in(ALAIN).open(f"/mon-espace/demandes/{request}")
        assert "Préinscrit" in alain.text
        guy.sign_in(GUY).act_as(PROVIDER)
        assert guy.path == "/prestataire/demandes"
        mailed = number_of_mails(mails, ALAIN)
        guy.open(f"/prestataire/demandes/{request}").press("Accepter la demande")
        assert "Alain Proviste est inscrit(e)" in guy.text
        alain.open("/mon-espace/actions-en-cours")
        assert "Votre place est acquise." in alain.text
    soon(lambda: number_of_mails(mails, ALAIN) > mailed, "an e-mail about the enrolment")


def record_presence(site: str) -> None:
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


def close_session(mails: Mails, site: str) -> None:
    """Everything is recorded: the certificates go out, and those who were there are asked what they think of it."""
    mailed = number_of_mails(mails, ALAIN)
    with Visitor(site) as guy:
        guy.sign_in(GUY).act_as(PROVIDER).open(f"/prestataire/sessions/{SESSION_OF_THE_PROCEDURE}/cloture")
        guy.press("Clôturer la session")
        assert "La session est clôturée" in guy.text
    soon(lambda: number_of_mails(mails, ALAIN) > mailed, "an e-mail about the closing")


def text_of_pdf(body: bytes) -> str:
    """Its words, in reading order."""
    done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def certificate(site: str, request: str) -> None:
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
