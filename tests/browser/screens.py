"""Every screen of the site, by name: its address in the demo data, and who looks at it in which role."""

from dataclasses import dataclass
from datetime import UTC, datetime

ACTION = "/actions/01930000-0000-7000-8000-000000000201"
SELF_PACED = "/actions/01930000-0000-7000-8000-000000000206"
STRUCTURE = "01930000-0000-7000-8000-000000000101"
ALAIN = "alain.proviste@example.org"
ANNIE = "annie.versaire@example.org"
GUY = "guy.rembourg@example.org"
LARA = "lara.masse@example.org"
CAMILLE = "camille.onette@example.org"
GASPARD = "gaspard.alizan@example.org"
SARAH = "sarah.croche@example.org"
LAST_YEAR = datetime.now(UTC).year - 1


EXPORT = "/valideur/exports/fichier?kind=requests&file_format=csv"
PROVIDER_SESSIONS = "/prestataire/sessions/01930000-0000-7000-8000-000000000"


@dataclass(frozen=True, kw_only=True)
class Looker:
    """A signed-in person; `role` as the header says it, empty where there is no choice."""

    email: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """`click` names a link or button to press first; `looker` None is a visitor."""

    name: str
    path: str
    looker: Looker | None = None
    click: str = ""


BENEFICIARY = Looker(email=ALAIN)
BADGE_HOLDER = Looker(email="jean.tille@example.org")
HR = Looker(email=ANNIE, role="ValideurRH, Ma structure")
PROVIDER = Looker(email=GUY, role="Prestataire, Atelier des compétences")
REFERENT = Looker(email=ANNIE, role="Référent, Ma structure")
NO_MEMBER = Looker(email=LARA, role="Bénéficiaire, PLIE du Marais")
STAFF = Looker(email=CAMILLE)
# Keeps actions and searches, and has a place proposed.
KEEPER = Looker(email=SARAH, role="Bénéficiaire, Ma structure")
UNCONFIRMED = Looker(email=GASPARD)


def enrolment(number: str) -> str:
    """The id of a demo request."""
    return f"01930000-0000-7000-8000-0000000004{number}"


PUBLIC = (
    Screen(name="accueil", path="/"),
    Screen(name="resultats", path="/actions"),
    Screen(name="resultats-filtres", path="/actions?q=accompagner&delivery_mode=in_person"),
    Screen(name="resultats-vides", path="/actions?q=astrophysique"),
    Screen(name="resultats-distance", path="/actions?place=Niort+%2879000%29&within_km=100&sort=distance"),
    Screen(name="resultats-corriges", path="/actions?q=financemnet"),
    Screen(name="resultats-lieu-inconnu", path="/actions?place=Tataouine&within_km=20"),
    Screen(
        name="recherche-arreter", path="/recherches-enregistrees/01930000-0000-7000-8000-000000000999/arreter?cle=x"
    ),
    Screen(name="resultats-date-fausse", path="/actions?starts_from=2027-02-31"),
    Screen(name="action-visiteur", path=ACTION),
    Screen(name="action-autoformation", path=SELF_PACED),
    Screen(name="a-propos", path="/a-propos"),
    Screen(name="contact", path="/contact"),
    Screen(name="conditions", path="/conditions"),
    Screen(name="identification", path="/connexion"),
    Screen(name="compte-structure", path="/sso/creer-un-compte"),
    Screen(name="compte-structure-trouvee", path="/sso/creer-un-compte?q=ma+structure"),
    Screen(name="compte-structure-absente", path="/sso/creer-un-compte?q=zzzz"),
    Screen(name="compte-siret-faux", path="/sso/creer-un-compte?q=99900010200016"),
    Screen(name="compte-informations", path=f"/sso/creer-un-compte/informations?structure={STRUCTURE}"),
    Screen(name="compte-erreurs", path=f"/sso/creer-un-compte/informations?structure={STRUCTURE}", click="Créer"),
    Screen(name="compte-demande-envoyee", path="/sso/creer-un-compte/envoyee"),
    Screen(name="compte-lien-expire", path="/sso/creer-un-compte/confirmation?jeton=INCONNU"),
    Screen(name="mot-de-passe-oublie", path="/sso/mot-de-passe-oublie"),
    Screen(name="mot-de-passe-lien-expire", path="/sso/nouveau-mot-de-passe?jeton=INCONNU"),
    Screen(name="verifier", path="/verifier"),
    Screen(name="verifier-vide", path="/verifier?code="),
    Screen(name="verifier-badge-inconnu", path="/verifier/open-badge/01930000-0000-7000-8000-000000000999"),
    Screen(name="verifier-inconnu", path="/verifier/INCONNU-0000"),
    Screen(name="arret-lien-inconnu", path="/e-mails/arret/inconnu"),
    Screen(name="decision-lien-inconnu", path="/demandes/decision/inconnu"),
    Screen(name="erreur-404", path="/nulle-part"),
)
OF_BENEFICIARY = tuple(
    Screen(name=name, path=path, looker=BENEFICIARY, click=click)
    for name, path, click in (
        ("action-inscription-possible", ACTION, ""),
        ("demande-formulaire", f"{ACTION}/sessions/01930000-0000-7000-8000-000000000301/inscription", ""),
        ("demande-erreurs", f"{ACTION}/sessions/01930000-0000-7000-8000-000000000301/inscription", "Valider"),
        ("action-deja-demandee", "/actions/01930000-0000-7000-8000-000000000203", ""),
        ("espace", "/mon-espace", ""),
        ("espace-favoris", "/mon-espace/favoris", ""),
        ("recherche-enregistrer", "/mon-espace/recherches-enregistrees/nouvelle?q=bilan&place=Niort", ""),
        ("espace-recherches", "/mon-espace/recherches-enregistrees", ""),
        ("espace-en-cours", "/mon-espace/actions-en-cours", ""),
        ("espace-passees", "/mon-espace/actions-passees", ""),
        ("espace-passees-annulees", "/mon-espace/actions-passees?filtre=annulees", ""),
        ("espace-informations", "/mon-espace/informations", ""),
        ("open-badge-demande", f"/mon-espace/demandes/{enrolment('01')}/open-badge", ""),
        ("espace-informations-modifier", "/mon-espace/informations/modifier", ""),
        ("espace-connexions", "/mon-espace/connexions", ""),
        ("compte-mot-de-passe", "/sso/compte/mot-de-passe", ""),
        ("compte-mot-de-passe-erreurs", "/sso/compte/mot-de-passe", "Enregistrer"),
        ("compte-adresse", "/sso/compte/adresse", ""),
        ("compte-second-facteur", "/sso/compte/second-facteur", ""),
        ("compte-cles-d-acces", "/sso/compte/cles-d-acces", ""),
        ("compte-cles-d-acces-erreurs", "/sso/compte/cles-d-acces", "Ajouter une clé d’accès"),
        ("compte-fermeture", "/sso/compte/fermeture", ""),
        ("demande-presente", f"/mon-espace/demandes/{enrolment('01')}", ""),
        ("messages", "/messages", ""),
        ("messages-preferences", "/messages/preferences", ""),
        ("erreur-403", "/valideur/demandes", ""),
    )
)
OF_OTHERS = (
    Screen(name="console-emails", path="/cap-metiers/e-mails", looker=STAFF),
    Screen(name="console-email", path="/cap-metiers/e-mails", looker=STAFF, click="Voir"),
    Screen(name="action-non-adherent", path=ACTION, looker=NO_MEMBER),
    Screen(name="sans-statut", path="/profil", looker=UNCONFIRMED),
    Screen(name="action-sans-statut", path=ACTION, looker=UNCONFIRMED),
    Screen(name="choix-du-statut", path="/profil", looker=HR),
    Screen(name="staff-reglement", path="/reglement", looker=STAFF),
    Screen(name="staff-reglement-brouillon", path="/reglement", looker=STAFF, click="Commencer un brouillon"),
    Screen(name="staff-chiffres", path="/chiffres", looker=STAFF),
    Screen(name="staff-chiffres-annee-passee", path=f"/chiffres?annee={LAST_YEAR}", looker=STAFF),
    Screen(name="place-proposee", path=f"/mon-espace/demandes/{enrolment('26')}", looker=KEEPER),
    Screen(name="espace-favoris-gardes", path="/mon-espace/favoris", looker=KEEPER),
    Screen(name="espace-recherches-gardees", path="/mon-espace/recherches-enregistrees", looker=KEEPER),
    Screen(name="staff-demandes", path="/prestataire/demandes", looker=STAFF),
    Screen(name="staff-second-facteur", path="/sso/compte/second-facteur", looker=STAFF),
    Screen(name="staff-sessions", path="/prestataire/sessions", looker=STAFF),
    Screen(name="staff-plateformes", path="/cap-metiers/plateformes", looker=STAFF),
    Screen(name="staff-plateforme", path="/cap-metiers/plateformes/rafael-essai", looker=STAFF),
    Screen(name="staff-plateforme-exploitation", path="/cap-metiers/plateformes/web", looker=STAFF),
    Screen(name="staff-plateforme-nouvelle", path="/cap-metiers/plateformes/nouvelle", looker=STAFF),
    Screen(
        name="staff-plateforme-erreurs", path="/cap-metiers/plateformes/nouvelle", looker=STAFF, click="Enregistrer"
    ),
    Screen(name="staff-plateforme-modifier", path="/cap-metiers/plateformes/rafael-essai/modifier", looker=STAFF),
    Screen(
        name="staff-plateforme-secret",
        path="/cap-metiers/plateformes/rafael-essai",
        looker=STAFF,
        click="Donner un nouveau secret",
    ),
    Screen(name="staff-documents", path="/cap-metiers/documents", looker=STAFF),
    Screen(name="staff-identite", path="/cap-metiers/identite", looker=STAFF),
    Screen(name="staff-identite-erreurs", path="/cap-metiers/identite", looker=STAFF, click="Enregistrer"),
    Screen(name="staff-modeles", path="/cap-metiers/modeles", looker=STAFF),
    Screen(name="valideur-documents", path="/valideur/documents", looker=HR),
    Screen(name="fichiers", path="/mes-fichiers", looker=HR),
    Screen(name="prestataire-badges", path="/prestataire/badges", looker=PROVIDER),
    Screen(name="prestataire-badge", path="/prestataire/badges", looker=PROVIDER, click="Répondre"),
    Screen(name="prestataire-badges-delivres", path="/prestataire/badges?filtre=delivres", looker=PROVIDER),
    Screen(
        name="open-badge-page-publique",
        path=f"/mon-espace/demandes/{enrolment('02')}",
        looker=BADGE_HOLDER,
        click="La page publique de cet open badge",
    ),
    Screen(name="open-badge-delivre", path=f"/mon-espace/demandes/{enrolment('02')}", looker=BADGE_HOLDER),
    Screen(name="staff-documents-revoques", path="/cap-metiers/documents?etat=revoked", looker=STAFF),
    Screen(name="valideur-demandes", path="/valideur/demandes", looker=HR),
    Screen(name="valideur-decisions", path="/valideur/decisions", looker=HR),
    Screen(name="valideur-decisions-structure", path="/valideur/decisions?par=organisation", looker=HR),
    Screen(name="valideur-presences", path="/valideur/presences", looker=HR),
    Screen(name="valideur-presences-vides", path="/valideur/presences?etat=absent", looker=HR),
    Screen(name="valideur-chiffres", path="/valideur/chiffres", looker=HR),
    Screen(name="valideur-exports", path="/valideur/exports", looker=HR),
    Screen(
        name="valideur-exports-erreur",
        path=f"{EXPORT}&first_day=2026-02-02&last_day=2026-01-01",
        looker=HR,
    ),
    Screen(name="referent-suppleances", path="/structure/suppleances", looker=REFERENT),
    Screen(name="referent-suppleances-erreurs", path="/structure/suppleances", looker=REFERENT, click="Nommer"),
    Screen(name="staff-questionnaires", path="/cap-metiers/questionnaires", looker=STAFF),
    Screen(name="staff-questionnaire", path="/cap-metiers/questionnaires/formation", looker=STAFF),
    Screen(name="staff-reclamations", path="/prestataire/reclamations", looker=STAFF),
    Screen(name="prestataire-en-attente", path="/prestataire/demandes?vue=attente", looker=PROVIDER),
    Screen(name="prestataire-echanges", path=f"/prestataire/demandes/{enrolment('15')}/echanges", looker=PROVIDER),
    Screen(name="prestataire-reclamations", path="/prestataire/reclamations", looker=PROVIDER),
    Screen(name="prestataire-feuille", path=f"{PROVIDER_SESSIONS}301/feuille", looker=PROVIDER),
    Screen(name="prestataire-feuille-a-imprimer", path=f"{PROVIDER_SESSIONS}310/feuille", looker=PROVIDER),
    Screen(name="prestataire-codes", path=f"{PROVIDER_SESSIONS}312/signatures", looker=PROVIDER),
    Screen(name="prestataire-cloture", path=f"{PROVIDER_SESSIONS}312/cloture", looker=PROVIDER),
    Screen(name="prestataire-session-close", path=f"{PROVIDER_SESSIONS}310/cloture", looker=PROVIDER),
    Screen(name="prestataire-evaluations", path=f"{PROVIDER_SESSIONS}310/evaluations", looker=PROVIDER),
    Screen(name="prestataire-satisfaction", path=f"{PROVIDER_SESSIONS}310/satisfaction", looker=PROVIDER),
    Screen(name="staff-satisfaction", path=f"{PROVIDER_SESSIONS}310/satisfaction", looker=STAFF),
    Screen(
        name="prestataire-contestation", path=f"{PROVIDER_SESSIONS}311/contestations/{enrolment('05')}", looker=PROVIDER
    ),
    Screen(name="questionnaire", path=f"/mon-espace/demandes/{enrolment('01')}/questionnaire", looker=BENEFICIARY),
    Screen(name="contestation", path=f"/mon-espace/demandes/{enrolment('01')}/contestation", looker=BENEFICIARY),
    Screen(name="reclamation", path=f"/mon-espace/demandes/{enrolment('01')}/reclamation", looker=BENEFICIARY),
    Screen(name="emarger", path="/emarger", looker=BENEFICIARY),
    Screen(name="emarger-code-inconnu", path="/emarger?code=BCDF-2345", looker=BENEFICIARY),
    Screen(name="prestataire-demandes", path="/prestataire/demandes", looker=PROVIDER),
    Screen(name="prestataire-sessions", path="/prestataire/sessions", looker=PROVIDER),
    Screen(name="prestataire-sessions-passees", path="/prestataire/sessions?periode=passees", looker=PROVIDER),
    Screen(
        name="prestataire-participants",
        path="/prestataire/sessions/01930000-0000-7000-8000-000000000310",
        looker=PROVIDER,
    ),
    Screen(
        name="prestataire-presences",
        path="/prestataire/sessions/01930000-0000-7000-8000-000000000312/presences",
        looker=PROVIDER,
    ),
    Screen(
        name="prestataire-presences-correction",
        path="/prestataire/sessions/01930000-0000-7000-8000-000000000310/presences",
        looker=PROVIDER,
    ),
)
OURS = "01930000-0000-7000-8000-000000000101"
OF_ORGANISATIONS = (
    Screen(name="referencement-visiteur", path="/sso/referencement"),
    Screen(name="referencement-visiteur-erreurs", path="/sso/referencement", click="Envoyer la demande"),
    Screen(name="mes-structures", path="/mon-espace/structures", looker=UNCONFIRMED),
    Screen(name="structure-recherche", path="/mon-espace/structures/ajouter?q=mision+dunes", looker=UNCONFIRMED),
    Screen(name="structure-inconnue", path="/mon-espace/structures/ajouter?q=zyzzyx", looker=UNCONFIRMED),
    Screen(name="structure-siret-faux", path="/mon-espace/structures/ajouter?q=99900010200016", looker=UNCONFIRMED),
    Screen(name="referencement", path="/mon-espace/structures/referencement", looker=UNCONFIRMED),
    *(
        Screen(name=f"referent-{name}", path=f"/structure/{path}", looker=REFERENT)
        for name, path in (
            ("rattachements", "rattachements"),
            ("personnes", "personnes"),
            ("personne", f"{OURS}/personnes/01930000-0000-7000-8000-00000000060f"),
            ("personne-soi", f"{OURS}/personnes/01930000-0000-7000-8000-000000000601"),
            ("changements", "changements"),
            ("adhesion", "adhesion"),
            ("journal", "journal"),
        )
    ),
    Screen(
        name="referent-changement-erreurs",
        path="/structure/changements",
        looker=REFERENT,
        click="Envoyer la déclaration",
    ),
    *(
        Screen(name=f"staff-{name}", path=f"/cap-metiers/{path}", looker=STAFF)
        for name, path in (
            ("structures", "structures"),
            ("structures-vides", "structures?q=zyzzyx"),
            ("structures-sans-referent", "structures?filtre=without_referent"),
            ("structure", f"structures/{OURS}"),
            ("structure-nouvelle", "structures/nouvelle"),
            ("structure-personnes", f"structures/{OURS}/personnes"),
            ("rattachements", "rattachements"),
            ("referencements", "referencements"),
            ("referencements-tous", "referencements?voir=tous"),
            ("changements", "changements"),
            ("adhesions", "adhesions"),
            ("comptes", "comptes"),
            ("compte", "comptes/01930000-0000-7000-8000-000000000001"),
        )
    ),
)
DRAFT = "/catalogue/actions/01930000-0000-7000-8000-000000000201"
OF_EDITORS = (
    *(
        Screen(name=f"editeur-{name}", path=path, looker=PROVIDER, click=click)
        for name, path, click in (
            ("actions", "/catalogue/actions", ""),
            ("actions-vides", "/catalogue/actions?q=astrophysique", ""),
            ("nouvelle", "/catalogue/actions/nouvelle", ""),
            ("nouvelle-erreurs", "/catalogue/actions/nouvelle", "Enregistrer le brouillon"),
            ("action", DRAFT, ""),
            ("modifier", f"{DRAFT}/modifier", ""),
            ("apercu", f"{DRAFT}/apercu", ""),
            ("version", f"{DRAFT}/versions/1", ""),
            ("publier", f"{DRAFT}/publier", ""),
            ("retirer", f"{DRAFT}/retirer", ""),
            ("session", f"{DRAFT}/sessions/nouvelle", ""),
            ("session-erreurs", f"{DRAFT}/sessions/nouvelle", "Programmer la session"),
            ("session-copie", f"{DRAFT}/sessions/nouvelle?copie=01930000-0000-7000-8000-000000000301", ""),
            ("session-modifier", "/catalogue/sessions/01930000-0000-7000-8000-000000000301/modifier", ""),
            ("session-annuler", "/catalogue/sessions/01930000-0000-7000-8000-000000000301/annuler", ""),
            (
                "session-annuler-erreur",
                "/catalogue/sessions/01930000-0000-7000-8000-000000000301/annuler",
                "Annuler la session",
            ),
        )
    ),
    *(
        Screen(name=f"staff-catalogue-{name}", path=path, looker=STAFF, click=click)
        for name, path, click in (
            ("actions", "/catalogue/actions", ""),
            ("types", "/catalogue/types-et-themes", ""),
            ("echanges", "/catalogue/echanges", ""),
            ("echanges-erreur", "/catalogue/echanges", "Importer"),
            ("import", "/catalogue/echanges/imports/01930000-0000-7000-8000-000000000c01", ""),
        )
    ),
)
SCREENS = PUBLIC + OF_BENEFICIARY + OF_OTHERS + OF_ORGANISATIONS + OF_EDITORS
# Reached from a list, whose newest entry is opened: their keys are made anew with the data.
FIRST_OF_LIST = (
    Screen(name="demande-en-cours", path="/mon-espace/actions-en-cours", looker=BENEFICIARY, click="Voir le détail"),
    Screen(
        name="demande-annulation", path="/mon-espace/actions-en-cours", looker=BENEFICIARY, click="Annuler ma demande"
    ),
    Screen(name="valideur-demande", path="/valideur/demandes", looker=HR, click="Étudier"),
    Screen(name="valideur-decision", path="/valideur/decisions", looker=HR, click="Voir"),
    Screen(name="staff-revocation", path="/cap-metiers/documents?etat=valid", looker=STAFF, click="Révoquer"),
    Screen(name="prestataire-demande", path="/prestataire/demandes", looker=PROVIDER, click="Étudier"),
)
DECIDED_BY_STAFF = tuple(
    Screen(name=f"staff-{name}", path=f"/cap-metiers/{path}", looker=STAFF, click="Étudier")
    for name, path in (("referencement", "referencements"), ("changement", "changements"), ("adhesion", "adhesions"))
)
ALL = SCREENS + FIRST_OF_LIST + DECIDED_BY_STAFF
# By who looks, each about as long to look at: the test files that take them run side by side.
SHOWN_TO_STAFF = tuple(screen for screen in ALL if screen.looker == STAFF)
SHOWN_TO_EMPLOYERS_AND_PROVIDERS = tuple(screen for screen in ALL if screen.looker in (HR, REFERENT, PROVIDER))
SHOWN_TO_PEOPLE = tuple(screen for screen in ALL if screen not in SHOWN_TO_STAFF + SHOWN_TO_EMPLOYERS_AND_PROVIDERS)
