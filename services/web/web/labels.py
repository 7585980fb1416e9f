"""Every French word for what the services say in codes: states, roles, modes, problems, next steps. The only place."""

import re
from collections.abc import Mapping
from typing import Any

ROLES = {
    "beneficiary": "Bénéficiaire",
    "hr_validator": "ValideurRH",
    "referent": "Référent",
    "training_provider": "Prestataire",
    "staff": "Cap Métiers",
}
ROLE_PURPOSES = {
    "beneficiary": "s'inscrire à une action, suivre l'état de ma demande, demander un open badge",
    "hr_validator": "gérer les demandes de participation, consulter & exporter, valider ou refuser",
    "referent": "confirmer les rattachements, gérer les personnes et les habilitations de la structure",
    "training_provider": "étudier les demandes reçues, suivre les sessions, saisir les présences",
    "staff": "accompagner les structures, tenir le catalogue et le règlement",
}
ROLE_CONDITIONS = {"hr_validator": "si habilité"}

# States of an enrolment.
STATUSES = {
    "requested": "Demande d'inscription",
    "refused_by_hr": "Refusée par le Valideur RH",
    "waitlisted": "Liste d'attente",
    "offered": "Place proposée",
    "pre_enrolled": "Préinscrit",
    "declined": "Non retenue",
    "enrolled": "Inscrit",
    "attended": "Présent",
    "partially_attended": "Présence partielle",
    "absent": "Absent",
    "cancelled": "Annulée",
    "expired": "Expirée",
}
STATUS_TONES = {
    "requested": "info",
    "refused_by_hr": "danger",
    "waitlisted": "warning",
    "offered": "warning",
    "pre_enrolled": "info",
    "declined": "danger",
    "enrolled": "success",
    "attended": "success",
    "partially_attended": "warning",
    "absent": "danger",
}
# Who holds the request, or what comes next.
STATUS_EXPLANATIONS = {
    "requested": "Le ValideurRH de votre structure étudie votre demande.",
    "refused_by_hr": "Le ValideurRH de votre structure n'a pas validé votre demande.",
    "waitlisted": "Une place vous sera donnée dès qu'elle se libère, dans l'ordre des demandes.",
    "offered": "Une place vous est proposée : répondez avant la date indiquée.",
    "pre_enrolled": "Une place vous est gardée. Le prestataire étudie votre demande.",
    "declined": "Le prestataire n'a pas retenu votre demande.",
    "enrolled": "Votre place est acquise.",
    "attended": "Votre présence est enregistrée pour toutes les heures.",
    "partially_attended": "Votre présence est enregistrée pour une partie des heures.",
    "absent": "Aucune présence n'est enregistrée.",
    "cancelled": "Cette demande est annulée.",
    "expired": "Aucune décision n'a été prise avant le début de la session.",
}
# What the history says of a move, by its decision.
MOVES = {
    "request": "Demande envoyée",
    "request_seat": "Demande envoyée : préinscription",
    "request_and_enrol": "Demande envoyée : inscription",
    "request_waiting_place": "Demande envoyée : liste d'attente",
    "approve": "Demande validée par la structure : préinscription",
    "approve_and_enrol": "Demande validée par la structure : inscription",
    "approve_for_waiting_list": "Demande validée par la structure : liste d'attente",
    "refuse": "Demande refusée par la structure",
    "promote": "Une place s'est libérée : préinscription",
    "promote_and_enrol": "Une place s'est libérée : inscription",
    "offer": "Une place est proposée",
    "take_offer": "Place acceptée : préinscription",
    "take_offer_and_enrol": "Place acceptée : inscription",
    "leave_offer": "Place laissée",
    "accept": "Demande acceptée par le prestataire : inscription",
    "decline": "Demande non retenue par le prestataire",
    "cancel": "Demande annulée par la personne",
    "cancel_as_staff": "Demande annulée par Cap Métiers",
    "withdraw_consent": "Accord retiré par la structure",
    "call_off": "Session annulée",
    "lose_affiliation": "Rattachement retiré : demande annulée",
    "close_account": "Compte fermé : demande annulée",
    "expire": "Demande expirée",
    "record_attended": "Présence enregistrée : toutes les heures",
    "record_partially_attended": "Présence enregistrée : une partie des heures",
    "record_absent": "Absence enregistrée",
    "correct_to_attended": "Présence corrigée : toutes les heures",
    "correct_to_partially_attended": "Présence corrigée : une partie des heures",
    "correct_to_absent": "Présence corrigée : absence",
}

# States of the other things that travel.
STATES = {
    "draft": "Brouillon",
    "published": "Publiée",
    "scheduled": "Programmée",
    "active": "Actif",
    "closed": "Fermé",
    "pending": "En préparation",
}
AFFILIATIONS = {"requested": "demandé", "confirmed": "confirmé", "refused": "refusé", "withdrawn": "retiré"}
DELIVERY_MODES = {"in_person": "présentiel", "remote": "distanciel", "blended": "mixte"}
ACCESSES = {"open": "Ouverte à tous", "members": "Réservée aux adhérents"}
HALF_DAYS = {"morning": "Matin", "afternoon": "Après-midi"}
CIVILITIES = {"mr": "Monsieur", "mrs": "Madame"}
DOCUMENT_KINDS = {
    "completion_certificate": "Certificat de réalisation",
    "end_of_training_statement": "Attestation de fin de formation",
}
DOCUMENT_STATES = {
    "valid": "Ce document est valide",
    "replaced": "Ce document a été remplacé",
    "revoked": "Ce document a été révoqué",
}
NATURES = {
    "training": "Action de formation",
    "skills_assessment": "Bilan de compétences",
    "experience_validation": "Action permettant de faire valider les acquis de l'expérience",
    "apprenticeship": "Action de formation par apprentissage",
}
MOMENT = "{day} à {time}"
PAST_FILTERS = {"": "Toutes", "suivies": "Suivies", "refusees": "Refusées", "annulees": "Annulées"}

# Every problem code. Figures stand in braces; what stands in brackets is said only where its figures are known.
PROBLEMS = {
    "refused": "Cela n'est pas possible.",
    "malformed-request": "Cette demande n'a pas pu être lue.",
    "unauthenticated": "Votre connexion a pris fin. Identifiez-vous à nouveau.",
    "forbidden": "Votre statut actuel ne permet pas cela.",
    "not-found": "Cela n'existe pas, n'existe plus, ou ne vous est pas ouvert.",
    "method-not-allowed": "Cette adresse ne s'ouvre pas ainsi.",
    "stale-version": "Quelqu'un d'autre a modifié ceci entre-temps.",
    "too-large": "L'envoi est trop volumineux.",
    "unsupported-media-type": "Ce format n'est pas accepté.",
    "invalid-input": "Une information est absente ou mal écrite.",
    "version-required": "La version modifiée n'est pas indiquée.",
    "idempotency-mismatch": "Ce formulaire a déjà servi à une autre demande.",
    "internal-error": "Le service a rencontré un incident. Rien n'a été modifié.",
    "busy": "Trop de personnes s'identifient en ce moment. Réessayez dans un instant.",
    # Asking for a place
    "not-beneficiary": "Seul un bénéficiaire peut demander une place.",
    "not-affiliated": "Votre rattachement à cette structure n'est pas confirmé.",
    "organisation-not-member": "Cette action est réservée aux adhérents et la structure n'est pas adhérente à ce "
    "jour[ : son adhésion a pris fin le {ended_on}].",
    "training-action-withdrawn": "L'action est retirée du catalogue : elle ne reçoit plus de demandes.",
    "training-session-cancelled": "La session est annulée.",
    "training-session-begun": "La session a commencé[ le {begun_at}].",
    "registration-not-open": "Les inscriptions ouvrent[ le {opens_at}].",
    "registration-closed": "Les inscriptions sont closes[ depuis le {closed_at}].",
    "wave-not-open": "Les inscriptions ouvrent d'abord à ceux qui ont obtenu moins d'actions cette année (vous : "
    "{obtained})[ ; votre tour vient le {opens_on}].",
    "rights-used-up": "Vos droits individuels de participation sont épuisés : {used}/{quota} {kind} utilisées en "
    "{year}.",
    "already-requested": "Vous avez déjà une demande pour cette action en {year} (état : {status}).",
    "action-full": "La session est complète ({capacity} places) et sa liste d'attente aussi "
    "({waiting} sur {waiting_list_capacity}).",
    # Deciding
    "already-decided": "Cette demande a déjà été étudiée (état : {status})[, le {decided_at}][ par {decided_by}].",
    "illegal-move": "L'état de la demande ({status}) ne permet pas cela.",
    "own-request": "Une autre personne habilitée doit étudier votre propre demande.",
    "reason-required": "Un motif est nécessaire.",
    "reason-missing": "Un motif est nécessaire.",
    "presence-too-early": "La présence se saisit une fois la demi-journée commencée[ (le {starts_at})].",
    "presence-unknown": "La feuille de présence ne correspond pas à la session.",
    "nobody-to-promote": "Personne en liste d'attente ne peut recevoir de place.",
    # The catalogue
    "action-description-invalid": "La description de l'action se contredit.",
    "action-incomplete": "L'action n'est pas assez complète pour être publiée.",
    "action-not-published": "L'action n'a jamais été publiée.",
    "action-withdrawn": "L'action est déjà retirée.",
    "session-plan-invalid": "Les dates, les créneaux ou les places de la session se contredisent.",
    "duration-inconsistent": "Les créneaux ne correspondent pas à la durée de l'action.",
    "session-cancelled": "La session est annulée.",
    "session-over": "La session est terminée[ depuis le {ends_at}].",
    "file-damaged": "Le fichier conservé n'est plus celui qui a été délivré. Écrivez à parcourspro@cap-metiers.pro.",
    # Accounts and organisations
    "keys-unavailable": "Les identités ne peuvent pas être vérifiées pour le moment.",
    "invalid-siret": "Ce numéro SIRET n'est pas valable.",
    "siret-taken": "Une structure porte déjà ce SIRET.",
    "invalid-email": "Cette adresse e-mail n'est pas valable.",
    "email-taken": "Un compte existe déjà avec cette adresse.",
    "password-refused": "Ce mot de passe n'est pas assez sûr.",
    "organisation-closed": "La structure est fermée[ depuis le {closed_on}].",
    "affiliation-exists": "Ce rattachement est déjà demandé ou confirmé.",
    "affiliation-not-confirmed": "Le rattachement n'est pas confirmé.",
    "unknown-move": "L'état du dossier ne permet pas cela.",
    "last-referent": "Nommez d'abord un autre référent : une structure n'en reste jamais sans.",
    "role-held": "La personne a déjà ce statut.",
    "role-not-held": "La personne n'a pas ce statut.",
    "activity-number-missing": "La structure n'a pas de numéro de déclaration d'activité.",
    "invalid-period": "La fin précède le début.",
    "membership-overlap": "Une adhésion couvre déjà ces dates[ (du {starts_on} au {ends_on})].",
    "account-closed": "Ce compte est fermé.",
    "invalid-client-registration": "L'enregistrement de la plateforme est incomplet.",
    "key-move-refused": "Cette clé ne peut pas encore changer d'état.",
}
NEXT_STEPS = {
    "switch-role": "Changez de statut depuis l'en-tête.",
    "switch-organisation": "Changez de structure depuis l'en-tête.",
    "ask-for-affiliation": "Demandez au référent de la structure de confirmer votre rattachement.",
    "ask-for-membership": "Le référent de la structure peut demander l'adhésion à Cap Métiers.",
    "search-another-action": "Cherchez une autre action dans le catalogue.",
    "choose-another-session": "Choisissez une autre session ou une autre action.",
    "come-back": "Revenez à cette date.",
    "wait-for-next-year": "Vos droits sont renouvelés au 1er janvier.",
    "wait-for-a-seat": "Attendez qu'une place se libère : la demande reste à étudier.",
    "read-the-request": "Ouvrez la demande pour voir où elle en est.",
    "read-the-waiting-list": "Consultez la liste d'attente de la session.",
    "give-a-reason": "Indiquez un motif.",
    "correct-the-sheet": "Corrigez la feuille et enregistrez-la à nouveau.",
    "reload": "Rechargez la page.",
    "try-again": "Réessayez dans un instant.",
    "use-a-new-key": "Rechargez le formulaire et recommencez.",
    "wait": "Patientez, puis recommencez.",
    "ask-another-hr-validator": "Demandez à un autre ValideurRH de votre structure.",
    "ask-another-trainer": "Demandez à un autre intervenant de l'action, ou à Cap Métiers.",
    "ask-another-referent": "Demandez à un autre référent de la structure.",
    "name-another-referent": "Nommez d'abord un autre référent.",
    "search-organisation": "Recherchez la structure par son SIRET.",
    "record-activity-number": "Enregistrez d'abord le numéro de déclaration d'activité.",
    "lengthen": "Choisissez un mot de passe plus long.",
    "shorten": "Choisissez un mot de passe plus court.",
    "choose-another": "Choisissez un autre mot de passe.",
    "publish": "Publiez d'abord l'action.",
    "confirm-duration": "Vérifiez la durée et confirmez-la.",
    "create": "Créez d'abord la clé suivante.",
    "promote": "Mettez d'abord la clé suivante en service.",
    "sign-in": "Identifiez-vous à nouveau.",
}
# Codes that stand as figures in a sentence.
FIGURES = {"member_only": "actions réservées aux adhérents", "formations": "formations", **ROLES, **STATUSES}

SIGN_IN_FAILED = (
    "La connexion n'a pas abouti. Elle a peut-être été commencée il y a trop longtemps ou dans un autre onglet : "
    "recommencez."
)

FORM_ERRORS = {
    "organisation": "Choisissez la structure pour laquelle vous faites cette demande.",
    "motivation": "Présentez votre demande et vos éléments de motivation.",
    "motivation-length": "Raccourcissez ce texte : {max} caractères au plus.",
    "prerequisites": "Confirmez que vous remplissez les prérequis.",
    "availability": "Confirmez que vous êtes disponible sur tous les créneaux.",
    "reason": "Indiquez le motif : il est transmis à la personne.",
    "cancellation-reason": "Indiquez le motif de l'annulation.",
    "correction-reason": "Indiquez le motif de la correction.",
    "reason-length": "Raccourcissez ce motif : {max} caractères au plus.",
    "consent-reason": "Indiquez pourquoi vous retirez votre accord.",
    "minutes": "Indiquez un nombre de minutes entre 0 et {max}.",
    "code": "Saisissez le code inscrit sur le document.",
}
FLASHES = {
    "requested": "Votre demande d'inscription est envoyée. Le ValideurRH de votre structure en est averti.",
    "cancelled": "Votre demande est annulée. Les personnes concernées sont averties.",
    "approve": "La demande est validée. {name} en est averti(e) par e-mail.",
    "refuse": "La demande est refusée. {name} en est averti(e) par e-mail, avec votre motif.",
    "withdraw": "Votre accord est retiré. {name} en est averti(e) par e-mail, avec votre motif.",
    "cancel": "La demande est annulée. {name} en est averti(e) par e-mail, avec votre motif.",
    "accept": "{name} est inscrit(e) et en est averti(e) par e-mail.",
    "decline": "La demande n'est pas retenue. {name} en est averti(e) par e-mail, avec votre motif.",
    "attendance": "Les présences sont enregistrées. Les certificats de réalisation suivent.",
    "switched": "Vous agissez maintenant comme {role}.",
    "signed-out": "Vous êtes déconnecté.",
}


class _Lenient(dict[str, Any]):
    """A figure that a refusal does not carry leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"


_BRACKETS = re.compile(r"\[([^\]]*)\]")
_FIGURE = re.compile(r"\{(\w+)\}")


def filled(sentence: str, **figures: object) -> str:
    """A sentence of this file with its figures; a part in brackets goes where one of its figures is not known."""
    known = {name: FIGURES.get(str(value), value) for name, value in figures.items() if value is not None}
    kept = _BRACKETS.sub(lambda part: part[1] if set(_FIGURE.findall(part[1])) <= known.keys() else "", sentence)
    return kept.format_map(_Lenient(known))


def explained(code: str, figures: Mapping[str, Any]) -> str | None:
    """The sentence of a problem code with its figures, None where it has none."""
    sentence = PROBLEMS.get(code)
    return filled(sentence, **figures) if sentence else None


def held_role(role: str, organisation_name: str | None) -> str:
    """« Bénéficiaire, Ma structure »."""
    label = ROLES[role]
    return f"{label}, {organisation_name}" if organisation_name else label
