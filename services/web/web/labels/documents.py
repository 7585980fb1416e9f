"""Certificates and their verification: French words."""

DOCUMENT_KINDS = {
    "completion_certificate": "Certificat de réalisation",
    "end_of_training_statement": "Attestation de fin de formation",
    "convocation": "Convocation",
}
DOCUMENT_STATES = {
    "valid": "Ce document est valide",
    "replaced": "Ce document a été remplacé",
    "revoked": "Ce document a été révoqué",
}
EVALUATION_RESULTS = {
    "acquired": "Objectifs atteints",
    "partially_acquired": "Objectifs partiellement atteints",
    "not_acquired": "Objectifs non atteints",
}
BADGE_STATES = {
    "requested": "Demande en attente du prestataire",
    "accepted": "Accordé, en cours de délivrance",
    "issued": "Délivré",
    "declined": "Non accordé",
    "revoked": "Révoqué",
}
NATURES = {
    "training": "Action de formation",
    "skills_assessment": "Bilan de compétences",
    "experience_validation": "Action permettant de faire valider les acquis de l'expérience",
    "apprenticeship": "Action de formation par apprentissage",
}
PROBLEMS = {
    "badge-not-earned": "Un open badge se demande après une action à laquelle vous avez assisté.",
    "badge-already-requested": "Vous avez déjà demandé un open badge pour cette action.",
    "badge-decided": "Une décision a déjà été prise pour cet open badge, ou il n'est plus en vigueur.",
    "document-not-valid": "Ce document n'est plus en vigueur : il a déjà été remplacé ou révoqué.",
    "logo-refused": "Le logo doit être une image PNG d'au plus 300 ko et 3000 pixels de côté.",
    "file-damaged": "Le fichier conservé n'est plus celui qui a été délivré. Écrivez à parcourspro@cap-metiers.pro.",
}
FORM_ERRORS = {
    "code": "Saisissez le code inscrit sur le document.",
}
