"""Keeping the catalogue: what editors read of their drafts, faults and imports. French words."""

STATES = {"draft": "Brouillon", "published": "Publiée", "withdrawn": "Retirée"}
STATE_TONES = {"draft": "warning", "published": "success", "withdrawn": "neutral"}
# The fields of an action.
FIELDS = {
    "title": "Intitulé",
    "type_code": "Type",
    "theme_code": "Thème",
    "nature": "Nature de l'action",
    "delivery_mode": "Modalité",
    "duration_days": "Durée en jours",
    "access": "Accès",
    "hr_approval_required": "Accord du ValideurRH",
    "provider_approval_required": "Accord du prestataire",
    "provider_organisation_id": "Organisme prestataire",
    "trainers": "Intervenants",
    "objectives": "Objectifs",
    "audience": "Public",
    "prerequisites": "Prérequis",
    "content": "Contenu",
    "methods": "Méthodes",
    "evaluation": "Évaluation",
    "evaluation_planned": "Une évaluation est prévue",
    "accessibility": "Accessibilité aux personnes en situation de handicap",
    "rules_of_procedure": "Règlement intérieur",
    "contact_name": "Contact",
    "contact_email": "E-mail du contact",
    "contact_phone": "Téléphone du contact",
    "numero": "numéro",
}
FIELD_HELP = {
    "duration_days": "Un chiffre après la virgule au plus : 0,5 pour une demi-journée.",
    "audience": "À qui l'action s'adresse.",
    "prerequisites": "Écrivez « Aucun » s'il n'y en a pas.",
    "methods": "Apports, études de cas, mises en situation…",
    "accessibility": "Locaux, supports, personne à joindre.",
    "rules_of_procedure": "Chacun doit pouvoir le lire avant l'inscription définitive (Code du travail, L6353-8).",
    "evaluation": "Comment les acquis sont vérifiés.",
}
# Why a description, or a field of it, does not hold.
ACTION_FAULTS = {
    "approval-needed-for-members": "Une action réservée aux adhérents garde les deux accords.",
    "approval-needed-unless-self-paced": "Seule une autoformation peut se passer de l'accord du prestataire.",
    "approval-needed-after-hr": "L'accord du ValideurRH appelle celui du prestataire.",
    "missing": "Cette information est nécessaire.",
    "not-positive": "La durée est plus grande que zéro.",
    "named-twice": "Une même personne est nommée deux fois.",
    "unknown": "Ce choix n'existe plus : faites-en un autre.",
}
# Why a session does not hold.
SESSION_FAULTS = {
    "range-missing": "Indiquez le premier et le dernier jour.",
    "range-reversed": "Le dernier jour précède le premier.",
    "slots-missing": "Indiquez au moins un créneau.",
    "slots-unexpected": "Une autoformation n'a pas de créneau.",
    "hour-skipped-by-the-clock": "Cette heure n'existe pas ce jour-là : on passe à l'heure d'été.",
    "ends-before-start": "La fin du créneau suit son début.",
    "place-missing": "Indiquez le lieu : on s'y rend.",
    "outside-range": "Le créneau sort des dates de la session.",
    "overlap": "Deux créneaux se chevauchent.",
    "capacity-missing": "Indiquez le nombre de places.",
    "capacity-too-small": "Il faut au moins une place.",
    "waiting-list-negative": "La liste d'attente ne peut être négative.",
    "slot-named-twice": "Un créneau figure deux fois.",
    "slot-unknown": "Ce créneau n'existe plus : rechargez la page.",
    "in-the-past": "La session commencerait dans le passé.",
    "registration-reversed": "Les inscriptions ferment après leur ouverture.",
    "registration-after-beginning": "Les inscriptions ferment au plus tard au début de la session.",
}
SLOT_FIELDS = {
    "date": "Jour",
    "start_time": "Début",
    "end_time": "Fin",
    "delivery_mode": "Modalité",
    "place_name": "Lieu",
    "street": "Adresse",
    "postcode": "Code postal",
    "city": "Commune",
    "map_url": "Lien vers un plan",
    "remote_url": "Lien de la visioconférence",
}
SORTS = {"changed": "Dernière modification", "title": "Intitulé"}
# Imports.
IMPORT_STATES = {
    "uploading": "Envoi en cours",
    "waiting": "En attente",
    "running": "En cours",
    "done": "Terminé",
    "failed": "Fichier refusé",
    "abandoned": "Abandonné",
}
IMPORT_TONES = {
    "uploading": "info",
    "waiting": "info",
    "running": "info",
    "done": "success",
    "failed": "danger",
    "abandoned": "neutral",
}
UNREADABLE = {
    "malformed": "Ce n'est pas du XML bien formé.",
    "truncated": "Le fichier s'arrête avant sa fin : l'export a sans doute été interrompu.",
    "encoding": "L'encodage annoncé n'est pas celui du fichier.",
    "namespace": "Ce n'est ni du LHÉO 2.3, ni du LHÉO 2.2 (espace de noms trouvé : « {found} »).",
    "root": "L'élément racine doit être « lheo » (trouvé : « {found} »).",
    "document-type": "Le fichier déclare un type de document avec des entités : il est refusé par sécurité.",
    "entity": "Le fichier appelle une entité inconnue[ (« {entity} »)].",
    "too-deep": "Les éléments sont imbriqués trop profondément.",
    "too-large": "Un élément du fichier est démesuré.",
}
OFFER_FAULTS = {
    "identifier-missing": "L'offre n'a pas de numéro : elle ne pourrait pas être reconnue une autre fois.",
    "action-missing": "La formation n'a aucune action.",
    "title-missing": "L'intitulé manque.",
    "text-too-long": "Un texte est trop long ({field}, {most} caractères au plus).",
    "delivery-mode-unknown": "La modalité d'enseignement n'est pas connue (« {found} »).",
    "duration-missing": "La durée manque.",
    "provider-unknown": "Aucun organisme de ParcoursPro n'a ce SIRET ({siret}).",
    "action-description-invalid": "La description se contredit.",
    "incomplete": "Reprise, mais à compléter avant d'être publiée : {missing}.",
    "withdrawn": "Reprise, mais l'action est retirée : elle n'est pas publiée à nouveau.",
    "session-dates-unknown": "Session à programmer à la main : ses dates ne sont pas dites.",
    "session-dates-reversed": "Session à programmer à la main : sa fin précède son début.",
    "session-place-unknown": "Session à programmer à la main : son lieu n'est pas dit.",
    "session-hours-unknown": "Session à programmer à la main : ses jours et ses heures ne sont pas dits.",
    "training-action-withdrawn": "Session non reprise : l'action est retirée.",
    "session-plan-invalid": "Session non reprise : ses dates ou ses créneaux se contredisent.",
    "session-over": "Session non reprise : elle est terminée.",
    "training-session-cancelled": "Session non reprise : elle a été annulée.",
}
PROBLEMS = {
    "file-unreadable": "Le fichier ne peut pas être lu[ (ligne {line})]. Rien n'en a été repris.",
    "offer-refused": "Cette offre ne peut pas être reprise.",
    "import-not-open": "Le fichier de cet import est déjà arrivé, ou n'arrivera plus.",
    "part-out-of-order": "Le fichier n'est pas arrivé dans l'ordre : recommencez l'envoi.",
    "import-too-large": "Le fichier est trop volumineux pour cet écran : confiez-le à l'exploitation.",
    "label-taken": "Le libellé « {label} » est déjà pris.",
    "classification-in-use": "Des actions portent ce libellé ({training_actions}) : il ne peut être ni supprimé, ni "
    "changé de nature.",
}
FORM_ERRORS = {
    "entry-label-missing": "Indiquez un libellé.",
    "rank": "Le rang est un nombre entier.",
    "import-file": "Choisissez un fichier XML.",
    "call-off-reason": "Indiquez pourquoi la session est annulée : les personnes concernées sont averties.",
    "field-missing": "Cette information est nécessaire : {field}.",
    "field-wrong": "À corriger : {field}.",
    "duration": "La durée est un nombre de jours entre 0,1 et 999,9, avec un chiffre après la virgule au plus.",
    "whole-number": "Indiquez un nombre entier.",
    "slot-field": "Créneau {number} : {field} manque ou est mal écrit.",
    "slot-fault": "Créneau {number} : {fault}",
    "moment": "Cette date et cette heure n'existent pas.",
}
FLASHES = {
    "action-created": "Le brouillon est enregistré. Complétez-le, puis publiez-le.",
    "action-saved": "Vos modifications sont enregistrées. Le public ne les verra qu'à la prochaine publication.",
    "action-published": "L'action est publiée : le public la voit telle que vous venez de la relire.",
    "action-withdrawn": "L'action est retirée : elle ne reçoit plus de nouvelles demandes.",
    "session-scheduled": "La session est programmée.",
    "session-saved": "La session est enregistrée.",
    "session-moved": "La session est déplacée. Les personnes concernées en sont averties.",
    "session-called-off": "La session est annulée. Les personnes concernées en sont averties.",
    "label-saved": "« {label} » est enregistré.",
    "label-removed": "« {label} » est supprimé.",
    "import-started": "Le fichier est arrivé. Il est repris en arrière-plan : vous pouvez quitter cette page.",
}
STALE = (
    "Quelqu'un d'autre a modifié ceci pendant votre saisie. Votre texte est gardé ci-dessous : relisez, puis "
    "enregistrez à nouveau pour le remplacer."
)
COPIED = "Copie d'une session : choisissez les nouvelles dates."
