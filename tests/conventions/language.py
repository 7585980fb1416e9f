"""Which words may stand where: English code with British spelling, French on screens only, no domain in the chassis."""

import json
import re
import tokenize
from collections.abc import Iterator

from tests.conventions.house import House, SourceFile, convention, fine, violation

_ACCENTED = re.compile(r"[À-ÖØ-öø-ÿŒœ]")
_WORD = re.compile(r"[A-Z]?[a-zß-öø-ÿ]+|[A-Z]+")
_FRENCH = set(
    """les des une dans avec pour votre vos vous nous cette ces aux leur leurs sont être avoir chez mais donc ainsi
    afin selon lorsque depuis aucun aucune demande demandes inscription inscriptions inscrit annulation annulations
    prestataire prestataires valideur adherent adherents stagiaire stagiaires entreprise formateur formateurs lieu
    ville adresse prenom courriel mot passe compte comptes rattachement desistement emargement attestation dossier
    utilisateur utilisateurs connexion deconnexion erreur erreurs fichier chemin valeur nombre jour jours heure heures
    creneau creneaux duree statut etat liste ligne""".split()
)
_PROPER = re.compile(
    r"Code du travail|Cap Métiers|La Rochelle|La Poste|Nouvelle-Aquitaine|Qualiopi|France Travail|LHÉO"
)
# Files that speak a standard whose own words are French, in their texts: the elements of LHÉO, the columns of SIRENE.
_IN_FRENCH_BY_STANDARD = re.compile(r"^(lheo_\w+|sirene)\.py$")
_FRENCH_MAY_STAND = ("labels.py", "labels", "templates", "tests", "demo")

_AMERICAN = re.compile(
    r"organiz|anonymiz|cancel(?:ed|ing)|catalog(?!ue)|enrollment|enroll(?!ed|ing)|behavior|favorite|neighbor|"
    r"recogniz|apologiz|unauthoriz|fulfill(?!ed|ing)|traveler|labeled|labeling|judgment(?=s? of)",
    re.IGNORECASE,
)
_AMERICAN_PROSE = re.compile(
    r"\b\w*(?:initializ|serializ|synchroniz|optimiz|normaliz|minimiz|maximiz|summariz|finaliz|categoriz|customiz|"
    r"analyz|honor(?!ar)|labor\b|colored|gray\b|centered)\w*",
    re.IGNORECASE,
)
# Words of standards and libraries, spelled as they spell them.
_STANDARDS = re.compile(
    r"pg_catalog|unauthorized(_client)?|normalize-uri|organizer|schema\.org/Organization",
    re.IGNORECASE,
)
_CHASSIS_FOREIGN = set(
    """enrolment enrolments enrol training action actions seat seats attendance certificate certificates waitlist
    catalogue employer employers membership memberships affiliation affiliations motivation trainer trainers siret
    slot slots trainee beneficiary validator referent""".split()
)
_FORBIDDEN_FIELDS = {
    "action", "action_id", "session", "session_id", "provider", "provider_id", "user", "user_id", "company",
    "company_id", "employer", "employer_id", "course", "course_id", "booking", "registration", "enrollment",
}  # fmt: skip


def _may_speak_french(file: SourceFile) -> bool:
    return any(part in _FRENCH_MAY_STAND for part in file.parts)


def _is_prose(token: tokenize.TokenInfo) -> bool:
    return token.type == tokenize.COMMENT or token.string.lstrip("rR").startswith('"""')


_PARAMETER = re.compile(r"[\"']?[a-z_-]+[\"']?")
_ADDRESSING = re.compile(r"\burl_for\(|\bpage_urls\(|\brequest\.args\b")
_ADDRESS = re.compile(r"/[\w<>:{}./-]*")
_QUOTED = re.compile(r"«[^»]*»")


def _english_of(file: SourceFile, token: tokenize.TokenInfo) -> str:
    """What of a token must be English: not addresses, which people read, nor, in prose, what « » quotes."""
    text = _PROPER.sub("", token.string)
    if _IN_FRENCH_BY_STANDARD.match(file.name) and token.type == tokenize.STRING and not _is_prose(token):
        # Its elements are written without accents; a sentence with one is no element.
        text = "".join(_ACCENTED.findall(text))
    if file.room in ("pages", "oidc") and _PARAMETER.fullmatch(text) and _ADDRESSING.search(token.line):
        return ""
    if token.type == tokenize.STRING:
        text = _ADDRESS.sub("", text)
    return _QUOTED.sub("", text) if _is_prose(token) else text


_SPEAKING = (tokenize.NAME, tokenize.COMMENT, tokenize.STRING)


@convention(
    "French stands in labels, templates, tests and demo data only",
    violation("services/enrolment/enrolment/domain/x.py", "# Préinscrit\n"),
    violation("services/enrolment/enrolment/domain/x.py", "annulation = 1\n"),
    violation("deploy/local/x.py", 'TEXT = "Prêt"\n'),
    violation("services/web/web/pages/x.py", 'TEXT = "Votre demande est bien partie"\n'),
    fine("services/web/web/pages/x.py", '@bp.get("/mon-espace/mes-demandes")\ndef mine() -> str: ...\n'),
    violation("services/web/web/pages/x.py", 'TEXT = "« Préinscrit »"\n'),
    violation("services/web/web/pages/x.py", "annulation = url_of()\n"),
    fine("services/web/web/pages/x.py", 'a = request.args.get("annulation")\nb = url_for("x.y", annulation=a)\n'),
    fine("services/web/web/pages/x.py", '"""Shows « Préinscrit » at /mon-espace/demandes."""\n'),
    fine("services/web/web/labels/people.py", 'TEXT = "Votre demande"\n'),
    fine("services/catalogue/catalogue/rendering/lheo_reading.py", 'x = told("adresse", "ville")\n'),
    fine("services/identity/identity/domain/sirene.py", 'x = row["etatAdministratifEtablissement"]\n'),
    violation("services/catalogue/catalogue/rendering/lheo_reading.py", 'TEXT = "Non précisé"\n'),
    violation("services/catalogue/catalogue/rendering/lheo_reading.py", "# adresse et ville\n"),
    fine(
        "services/documents/documents/domain/x.py", '"""Kinds of Code du travail L6313-1, as Cap Métiers has them."""\n'
    ),
)
def french_stays_on_screens(house: House) -> Iterator[str]:
    for file in house.python:
        if _may_speak_french(file):
            continue
        for token in file.tokens:
            if token.type not in _SPEAKING:
                continue
            text = _english_of(file, token)
            words = {word.lower() for word in _WORD.findall(text)} & _FRENCH
            if words or _ACCENTED.search(text):
                yield file.at(token.start[0], f"French: {', '.join(sorted(words)) or text[:60]}")


def _american(token: tokenize.TokenInfo) -> str | None:
    if token.type not in _SPEAKING:
        return None
    text = _STANDARDS.sub("", token.string)
    found = _AMERICAN.search(text) or (_AMERICAN_PROSE.search(text) if _is_prose(token) else None)
    return found.group() if found else None


@convention(
    "British spelling in code and comments",
    violation("services/identity/identity/domain/x.py", "class Organization: ...\n"),
    violation("services/identity/identity/domain/x.py", "is_canceled = True\n"),
    violation("services/identity/identity/domain/x.py", "# Initializes the behaviour\n"),
    fine("services/identity/identity/domain/x.py", 'x = {"grant": "authorization_code"}  # organisation, enrolled\n'),
)
def code_is_british(house: House) -> Iterator[str]:
    for file in house.python:
        if not file.path.startswith("tests/conventions/"):
            for token in file.tokens:
                found = _american(token)
                if found:
                    yield file.at(token.start[0], f"not British: {found}")


@convention(
    "British spelling in the contracts",
    violation("contracts/glossary.md", "An enrollment\n"),
    violation("contracts/events/shared/x.schema.json", '{"title": "Organization"}\n'),
    fine("contracts/glossary.md", "An enrolment; never: enrollment\n"),
)
def contracts_are_british(house: House) -> Iterator[str]:
    for file in house.files:
        if file.parts[0] == "contracts":
            for number, line in enumerate(file.lines, 1):
                found = _AMERICAN.search(_STANDARDS.sub("", line))
                if found and "never:" not in line:
                    yield file.at(number, f"not British: {found.group()}")


@convention(
    "The chassis knows account, organisation and role, no other word of the domain",
    violation("services/chassis/chassis/x.py", "def enrolments() -> None: ...\n"),
    violation("services/chassis/chassis/x.py", "# a seat of a TrainingSession\n"),
    violation("services/chassis/chassis/theme/templates/theme/x.html", "<p>{{ enrolment.status }}</p>\n"),
    fine("services/chassis/chassis/principal.py", 'BENEFICIARY = "beneficiary"\n'),
    fine("services/chassis/chassis/x.py", "# transactions, reactions, account, organisation, role\n"),
)
def the_chassis_knows_no_domain(house: House) -> Iterator[str]:
    for file in house.files:
        if file.parts[:3] != ("services", "chassis", "chassis") or file.name == "principal.py":
            continue
        if not file.name.endswith((".py", ".html", ".mako")):
            continue
        for number, line in enumerate(file.lines, 1):
            html = file.name.endswith(".html")
            words = {word.lower() for word in _WORD.findall(line.replace("form-action", ""))} & (
                _CHASSIS_FOREIGN - ({"action", "slot"} if html else set())
            )
            if words:
                yield file.at(number, f"a word of the domain: {', '.join(sorted(words))}")


def _fields_of(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for value in schema.values():
            yield from _fields_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _fields_of(value)


@convention(
    "Fields of events have the names of the glossary",
    violation("contracts/events/shared/x.schema.json", '{"properties": {"session_id": {}}}'),
    violation("contracts/events/shared/x.schema.json", '{"items": [{"properties": {"provider": {}}}]}'),
    fine("contracts/events/shared/x.schema.json", '{"properties": {"training_session_id": {}}}'),
)
def event_fields_follow_the_glossary(house: House) -> Iterator[str]:
    for file in house.files:
        if file.path.startswith("contracts/events/") and file.name.endswith(".schema.json"):
            for name in sorted(set(_fields_of(json.loads(file.text))) & _FORBIDDEN_FIELDS):
                yield file.at(1, f"{name} is a forbidden synonym, see contracts/glossary.md")
