"""Accounts, organisations, roles and what binds them: French words."""

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
AFFILIATIONS = {"requested": "demandé", "confirmed": "confirmé", "refused": "refusé", "withdrawn": "retiré"}
CIVILITIES = {"mr": "Monsieur", "mrs": "Madame"}
SIGN_IN_FAILED = (
    "La connexion n'a pas abouti. Elle a peut-être été commencée il y a trop longtemps ou dans un autre onglet : "
    "recommencez."
)
PROBLEMS = {
    "keys-unavailable": "Les identités ne peuvent pas être vérifiées pour le moment.",
    "invalid-siret": "Ce numéro SIRET n'est pas valable.",
    "search-too-short": "Indiquez au moins {shortest} lettres ou chiffres.",
    "siret-taken": "Une structure porte déjà ce SIRET.",
    "invalid-email": "Cette adresse e-mail n'est pas valable.",
    "invalid-phone": "Ce numéro de téléphone n'est pas valable.",
    "name-missing": "Indiquez le nom et le prénom.",
    "second-factor-required": "Un compte de Cap Métiers garde toujours un second facteur.",
    "second-factor-held": "Un second facteur est déjà en service.",
    "passkey-refused": "Cette clé d’accès n'a pas pu être ajoutée.",
    "too-many-passkeys": "Votre compte a déjà {most} clés d’accès.",
    "passkey-missing": "Ajoutez d’abord une clé d’accès.",
    "email-taken": "Un compte existe déjà avec cette adresse.",
    "password-refused": "Ce mot de passe n'est pas assez sûr.",
    "organisation-closed": "La structure est fermée[ depuis le {closed_on}].",
    "affiliation-exists": "Ce rattachement est déjà demandé ou confirmé.",
    "affiliation-not-confirmed": "Le rattachement n'est pas confirmé.",
    "last-referent": "Nommez d'abord un autre référent : une structure n'en reste jamais sans.",
    "role-held": "La personne a déjà ce statut.",
    "role-not-held": "La personne n'a pas ce statut.",
    "activity-number-missing": "La structure n'a pas de numéro de déclaration d'activité.",
    "invalid-period": "La fin précède le début.",
    "membership-overlap": "Une adhésion couvre déjà ces dates[ (du {starts_on} au {ends_on})].",
    "account-closed": "Ce compte est fermé.",
    "key-move-refused": "Cette clé ne peut pas encore changer d'état.",
}
NEXT_STEPS = {
    "ask-another-referent": "Demandez à un autre référent de la structure.",
    "name-another-referent": "Nommez d'abord un autre référent.",
    "search-organisation": "Recherchez la structure par son SIRET.",
    "record-activity-number": "Enregistrez d'abord le numéro de déclaration d'activité.",
    "lengthen": "Choisissez un mot de passe plus long.",
    "shorten": "Choisissez un mot de passe plus court.",
    "choose-another": "Choisissez un autre mot de passe.",
    "create": "Créez d'abord la clé suivante.",
    "promote": "Mettez d'abord la clé suivante en service.",
    "sign-in": "Identifiez-vous à nouveau.",
}
FLASHES = {
    "switched": "Vous agissez maintenant comme {role}.",
    "signed-out": "Vous êtes déconnecté.",
}
