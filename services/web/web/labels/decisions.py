"""The employer's and the provider's sides: decisions, presence, closing, questionnaires, exports; French words."""

REASONS = {
    "service_needs": "Nécessités de service",
    "not_in_plan": "Hors du plan de développement des compétences",
    "not_for_position": "Sans lien avec les missions du poste",
    "colleague_first": "Un collègue est prioritaire",
    "already_trained": "Formation équivalente déjà suivie",
    "prerequisites_missing": "Prérequis non remplis",
    "audience_mismatch": "Public non concerné",
    "objectives_mismatch": "Objectifs de la personne et de l'action différents",
    "information_missing": "Informations demandées non reçues",
    "other": "Autre motif (à préciser)",
}
HR_REASONS = ("service_needs", "not_in_plan", "not_for_position", "colleague_first", "already_trained", "other")
PROVIDER_REASONS = (
    "prerequisites_missing",
    "audience_mismatch",
    "objectives_mismatch",
    "information_missing",
    "other",
)
# What an employer decided, by the decision of the move.
HR_DECISIONS = {
    "approve": "Validée",
    "approve_and_enrol": "Validée",
    "approve_for_waiting_list": "Validée, en liste d'attente",
    "refuse": "Refusée",
    "withdraw_consent": "Accord retiré",
}
CHOOSE = "Choisissez…"
DECIDED_BY = {"me": "Mes décisions", "organisation": "Toute la structure"}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
INBOX_ORDERS = {"requested_at": "La plus ancienne demande d'abord", "starts_at": "La session la plus proche d'abord"}
EVALUATIONS = {
    "acquired": "Acquis",
    "partially_acquired": "Partiellement acquis",
    "not_acquired": "Non acquis",
}
TOPICS = {
    "content": "Le contenu",
    "trainer": "L'animation",
    "organisation": "L'organisation",
    "accessibility": "L'accessibilité",
    "documents": "Les documents",
    "other": "Autre sujet",
}
QUESTION_KINDS = {
    "scale": "Note de 1 à 5",
    "yes_no": "Oui ou non",
    "choice": "Un choix dans une liste",
    "text": "Texte libre",
}
SCALE = {"1": "1 – pas du tout", "2": "2", "3": "3", "4": "4", "5": "5 – tout à fait"}
YES_NO = {"true": "Oui", "false": "Non"}
HOUSE_QUESTIONS = {
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
ANSWERS_ARE_TIED = (
    "Vos réponses restent liées à votre demande tant que votre compte existe. L'organisme de formation et Cap Métiers "
    "n'en lisent que des résultats d'ensemble, sans nom, et l'organisme à partir de cinq réponses seulement. À la "
    "fermeture de votre compte, vos textes sont effacés ; les notes et les choix restent, sans votre nom."
)
PROBLEMS = {
    "due-day-unfit": "La réponse ne peut pas être attendue ce jour-là[ : choisissez du {earliest} au {latest}].",
    "information-pending": "Une question attend déjà sa réponse[, avant le {due_on}].",
    "thread-closed": "Il n'y a rien à écrire ici : rien n'est demandé, ou la demande n'a plus de place réservée.",
    "signing-code-unknown": "Ce code n'existe pas, ou un autre l'a remplacé.",
    "signing-code-closed": "Ce code n'est pas valable en ce moment[ : il l'est du {opens_at} au {closes_at}].",
    "not-on-the-roster": "Vous n'êtes pas inscrit(e) à cette session.",
    "training-session-not-over": "La session n'est pas terminée[ : elle se clôture après le {ends_at}].",
    "presence-missing": "Il manque des présences : {missing} à compléter.",
    "evaluation-not-planned": "Cette action ne prévoit pas d'évaluation.",
    "questionnaire-answered": "Vous avez déjà répondu à ce questionnaire.",
    "answers-unfit": "Certaines réponses manquent ou ne conviennent pas.",
    "complaint-answered": "Cette réclamation a déjà reçu sa réponse.",
    "contest-closed": "Le délai pour contester cette présence est passé[ depuis le {closed_at}].",
    "contest-pending": "Cette présence est déjà contestée : la réponse du prestataire est attendue.",
    "too-many-schedules": "Vous avez déjà {most} exports programmés.",
    "deputy-unfit": "Cette suppléance ne peut pas être enregistrée.",
    "deputy-overlap": "Cette personne a déjà un suppléant sur une partie de ces dates (du {first_day} au {last_day}).",
}
# What enrolments.py tells the person themselves, as it is told to who decides about them.
PROBLEMS_OF_ANOTHER = {
    "not-affiliated": "Le rattachement de la personne à cette structure n'est pas confirmé.",
    "rights-used-up": "Les droits individuels de participation de la personne sont épuisés : {used}/{quota} {kind} "
    "utilisées en {year}.",
    "already-requested": "La personne a déjà une autre demande pour cette action en {year} (état : {status}).",
    "wave-not-open": "Les inscriptions ouvrent d'abord à ceux qui ont obtenu moins d'actions cette année (cette "
    "personne : {obtained})[ ; son tour vient le {opens_on}].",
}
NEXT_STEPS_OF_ANOTHER = {
    "wait-for-next-year": "Ses droits sont renouvelés au 1er janvier.",
    "ask-for-affiliation": "Le référent de la structure peut confirmer son rattachement.",
}
NEXT_STEPS = {
    "choose-another-day": "Choisissez un autre jour.",
    "write-in-the-thread": "Complétez votre question dans les échanges.",
    "ask-for-the-code": "Vérifiez le code affiché dans la salle.",
    "ask-the-trainer": "Adressez-vous à l'intervenant.",
    "correct-the-answers": "Complétez les questions signalées.",
    "end-a-schedule": "Arrêtez d'abord un envoi programmé.",
    "correct-the-deputy": "Vérifiez les personnes et les dates.",
}
FORM_ERRORS = {
    "text": "Écrivez votre texte.",
    "written-length": "Raccourcissez ce texte : {max} caractères au plus.",
    "due-on": "Indiquez le jour avant lequel la réponse est attendue.",
    "topic": "Choisissez le sujet.",
    "no-result": "Choisissez au moins un résultat.",
    "questions": "Vérifiez les questions : un choix a au moins deux possibilités différentes, "
    "et chaque texte 300 caractères au plus.",
    "absent": "Choisissez la personne absente.",
    "deputy": "Choisissez la personne qui décide à sa place.",
    "first-day": "Indiquez le premier jour de l'absence.",
    "last-day": "Indiquez le dernier jour de l'absence.",
    "days-order": "Le dernier jour précède le premier.",
}
FLASHES = {
    "asked": "Votre question est envoyée. La place reste réservée en attendant la réponse.",
    "written": "Votre message est envoyé.",
    "answered-provider": "Votre réponse est envoyée : l'étude de votre demande reprend.",
    "closed": "La session est clôturée. Les documents suivent, les questionnaires sont envoyés.",
    "evaluated": "Les évaluations sont enregistrées. Elles figureront sur les attestations.",
    "contest-settled": "Votre réponse est envoyée.",
    "contested": "Votre contestation est envoyée au prestataire.",
    "complained": "Votre réclamation est inscrite au registre.",
    "complaint-answered": "Votre réponse est enregistrée.",
    "questionnaire-answered": "Merci, vos réponses sont enregistrées.",
    "template-kept": "Le questionnaire est enregistré.",
    "schedule-made": "L'envoi est programmé : un e-mail vous préviendra dès qu'un export est prêt.",
    "schedule-ended": "L'envoi programmé est arrêté.",
    "deputy-named": "La suppléance est enregistrée. La personne suppléante en est avertie par e-mail.",
    "deputy-ended": "La suppléance est retirée.",
}
