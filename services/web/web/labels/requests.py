"""What any service may refuse of any call, and what helps: French words."""

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
    "busy": "Trop de personnes font cela en même temps. Rien n'a été modifié : réessayez dans un instant.",
}
NEXT_STEPS = {
    "reload": "Rechargez la page.",
    "try-again": "Réessayez dans un instant.",
    "use-a-new-key": "Rechargez le formulaire et recommencez.",
    "wait": "Patientez, puis recommencez.",
}
