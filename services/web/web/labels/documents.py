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
PUBLIC_BADGE_STATES = {"valid": "Cet open badge est valide", "revoked": "Cet open badge a été révoqué"}
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
PAPER_STATES = {"valid": "En vigueur", "replaced": "Remplacé", "revoked": "Révoqué", "pending": "En préparation"}
BUNDLES = {
    "attendance_sheet": "Feuille d'émargement",
    "person_documents": "Documents d'une personne",
    "session_documents": "Documents d'une session",
    "passport": "Mon passeport de formation",
    "employer_pack": "Dossier d'entretien professionnel",
    "evidence_pack": "Dossier de preuves (Qualiopi)",
    "specimen": "Spécimen de document",
}
BUNDLE_STATES = {"pending": "En préparation", "ready": "Prêt", "expired": "Retiré après sept jours"}
PROBLEMS = {
    "subject-missing": "Ce fichier se demande depuis la personne, la session ou l'action concernée.",
    "badge-not-earned": "Un open badge se demande après une action à laquelle vous avez assisté.",
    "badge-already-requested": "Vous avez déjà demandé un open badge pour cette action.",
    "badge-decided": "Une décision a déjà été prise pour cet open badge, ou il n'est plus en vigueur.",
    "document-not-valid": "Ce document n'est plus en vigueur : il a déjà été remplacé ou révoqué.",
    "logo-refused": "Le logo doit être une image PNG d'au plus 300 ko et 3000 pixels de côté.",
    "file-damaged": "Le fichier conservé n'est plus celui qui a été délivré. Écrivez à parcourspro@cap-metiers.pro.",
}
FLASHES = {
    "badge-requested": "Votre demande d'open badge est envoyée au prestataire.",
    "badge-accept": "L'open badge est accordé : il est délivré dans quelques instants.",
    "badge-decline": "La demande est déclinée ; la personne en est avertie.",
    "badge-revoke": "L'open badge est révoqué ; la personne en est avertie.",
    "bundle-asked": "Le fichier est en préparation : il apparaît ici dans quelques instants.",
    "document-revoked": "Le document est révoqué : sa page de vérification le dit.",
    "identity-kept": "L'identité est enregistrée : elle vaut pour les documents à venir.",
}
FORM_ERRORS = {
    "evidence-url": "Indiquez une adresse complète, qui commence par https:// (500 signes au plus), ou laissez vide.",
    "evidence-text": "Ce texte compte au plus 2000 signes.",
    "badge-reason": "Indiquez un motif : la personne le lira.",
    "revocation-reason": "Indiquez pourquoi ce document est révoqué.",
    "text-length": "Ce champ compte au plus {max} signes.",
    "issuer-name": "Indiquez le nom.",
    "issuer-street": "Indiquez l'adresse.",
    "issuer-postcode": "Indiquez le code postal.",
    "issuer-city": "Indiquez la ville.",
    "code": "Saisissez le code inscrit sur le document.",
}
