"""French words that are no template's: names of files and headings of tables, as people see them."""

# By kind of document; plain letters, for every mail program and disk.
FILE_NAMES = {
    "completion_certificate": "certificat-de-realisation",
    "end_of_training_statement": "attestation-de-fin-de-formation",
    "convocation": "convocation",
}
KINDS = {
    "completion_certificate": "Certificat de réalisation",
    "end_of_training_statement": "Attestation de fin de formation",
    "convocation": "Convocation",
}
BUNDLE_NAMES = {
    "attendance_sheet": "feuille-d-emargement",
    "person_documents": "documents-de-la-personne",
    "session_documents": "documents-de-la-session",
    "passport": "passeport-de-formation",
    "employer_pack": "etat-recapitulatif-entretien-professionnel",
    "evidence_pack": "dossier-de-preuves",
    "specimen": "specimen",
}
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
HALF_DAYS = {"morning": "Matin", "afternoon": "Après-midi"}
FORGOTTEN = "Identité effacée"
READ_ME = "LISEZ-MOI.txt"
NOTHING_HERE = "Aucun document en vigueur à la date de cette demande.\n"
PASSPORT_PAPER, PASSPORT_DATA = "passeport-de-formation.pdf", "mes-actions.json"
RECORD_PAPER, ACTIONS_TABLE = "releve-de-formation.pdf", "actions.csv"
PROGRAMME_PAPER, PUBLICATIONS_DATA = "programme-publication-{number}.pdf", "publications.json"
REQUESTS_TABLE, PRESENCES_TABLE, PAPERS_TABLE = "demandes.csv", "presences.csv", "documents-delivres.csv"
ACTION_HEADINGS = ("Action", "Type", "Premier jour", "Dernier jour", "État", "Heures suivies", "Structure")
REQUEST_HEADINGS = ("Personne", "Structure", "Session", "État", "Demande envoyée", "Dernière décision")
PRESENCE_HEADINGS = ("Personne", "Structure", "Jour", "Demi-journée", "Minutes suivies")
SATISFACTION_TABLE, COMPLAINTS_TABLE = "satisfaction.csv", "reclamations.csv"
SATISFACTION_HEADINGS = ("Question", "Réponses", "Moyenne sur 5", "Répartition")
COMPLAINT_HEADINGS = ("Reçue le", "Session", "Objet", "Répondue le", "Délai en jours", "État")
QUESTIONNAIRES_OPENED, QUESTIONNAIRES_ANSWERED = "Questionnaires envoyés", "Questionnaires remplis"
TOO_FEW_ANSWERS = "Résultats non communiqués : moins de {least} réponses"
COMPLAINT_OPEN, COMPLAINT_ANSWERED = "En cours de traitement", "Traitée"
# The questions of the house, word for word as participants read them.
QUESTIONS = {
    "overall": "Dans l'ensemble, êtes-vous satisfait(e) de cette action ?",
    "objectives": "Les objectifs annoncés ont-ils été atteints ?",
    "content": "Le contenu répondait-il à vos attentes ?",
    "trainer": "L'animation était-elle de qualité ?",
    "organisation": "L'organisation (accueil, lieu, horaires, outils) convenait-elle ?",
    "useful_at_work": "Pourrez-vous utiliser ce que vous avez appris dans votre travail ?",
    "recommends": "Recommanderiez-vous cette action à un collègue ?",
    "liked": "Qu'avez-vous le plus apprécié ?",
    "to_improve": "Que faudrait-il améliorer ?",
}
YES_OR_NO = {"true": "Oui", "false": "Non"}
COMPLAINT_TOPICS = {
    "content": "Le contenu",
    "trainer": "L'animation",
    "organisation": "L'organisation",
    "accessibility": "L'accessibilité",
    "documents": "Les documents",
    "other": "Autre sujet",
}
PAPER_HEADINGS = ("Document", "Numéro", "Délivré le", "Empreinte SHA-256")
EVIDENCE_READ_ME = """Dossier de preuves d'une action

programme-publication-N.pdf  le programme, tel qu'il a été publié (une version par publication)
publications.json            les mêmes publications, lisibles par une machine
demandes.csv                 les demandes d'inscription et leur état
presences.csv                les présences enregistrées, par demi-journée
documents-delivres.csv       les certificats, attestations et convocations en vigueur, avec leur empreinte
satisfaction.csv             les réponses aux questionnaires de satisfaction, en nombres, toutes sessions confondues
reclamations.csv             le registre des réclamations : objet, dates de réception et de réponse

La satisfaction est anonyme : ni les réponses trop peu nombreuses ni les textes libres ne sont communiqués. Les nombres
sont ceux du quart d'heure précédent. Le registre des réclamations ne nomme personne ; leur
texte et les réponses apportées se lisent dans ParcoursPro, à la page « Réclamations ».
"""
SPECIMEN = {
    "number": "SPÉCIMEN",
    "verification_code": "0000-0000-0000-0000-0000-0000",
    "verification_url": "https://example.org/verifier/specimen",
    "provider": {
        "name": "Organisme de formation (spécimen)",
        "activity_declaration_number": "00 00 00000 00",
        "address": {"street": "1 rue de l'Exemple", "postcode": "33000", "city": "Bordeaux"},
    },
    "trainee": {"civility": "mrs", "given_name": "Prénom", "family_name": "Nom"},
    "employer": {"name": "Structure (spécimen)"},
    "title": "Intitulé de l'action (spécimen)",
    "nature": "training",
    "delivery_mode": "blended",
    "first_day": "2026-01-12",
    "last_day": "2026-01-13",
    "place": "Bordeaux",
    "signatory": {"name": "Prénom Nom", "job_title": "Fonction"},
    "net_minutes": 840,
    "net_hours": 14.0,
    "planned_minutes": 840,
    "objectives": "Premier objectif.\nSecond objectif.",
    "evaluation": {"method": "Quiz", "result": "acquired", "comment": None},
    "duration_days": "2.0",
    "slots": [
        {
            "date": "2026-01-12",
            "starts": "09:00",
            "ends": "17:00",
            "delivery_mode": "in_person",
            "place": {"name": "Salle", "street": "1 rue de l'Exemple", "postcode": "33000", "city": "Bordeaux"},
            "map_url": None,
        }
    ],
    "prerequisites": "Aucun.",
    "accessibility": "Locaux accessibles.",
    "rules_of_procedure": "Le règlement intérieur est remis avant l'inscription définitive.",
}
