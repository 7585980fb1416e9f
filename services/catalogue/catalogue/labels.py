"""French words that stand in documents for other systems."""

NOT_TOLD = "Non précisé"
AT_ONES_OWN_PACE = "À son rythme"
DAYS = "{days} jour(s)"
DURATION = "{days} jours"
NO_ALTERNATION = "Sans alternance"
STATEMENT = "Attestation de fin de formation"
ONLINE = "En ligne : {url}"
