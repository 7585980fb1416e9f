"""What the local platform says to the person at the terminal, in French."""

HELP_APT = "sudo apt-get update && sudo apt-get install --no-install-recommends {packages}"

PYTHON_TOO_OLD = (
    "Il faut Python 3.11 ou plus récent (celui-ci est {version}). Sous Debian 12 : apt-get install python3 python3-venv"
)
PACKAGES_MISSING = (
    "Il manque des paquets Debian : {packages}. Ni compte « root » ni « sudo » utilisable ici : "
    "demandez à l'administrateur de lancer « " + HELP_APT + " », puis relancez la commande."
)
NO_APT = (
    "Il manque : {packages} (noms Debian), et « apt-get » n'existe pas ici. Installez leurs équivalents, puis relancez."
)
PACKAGES_FAILED = (
    "L'installation des paquets Debian a échoué ({packages}) : aucun dépôt joignable, ou paquet introuvable. "
    "Vérifiez le réseau et /etc/apt, ou lancez vous-même « " + HELP_APT + " »."
)
PYTHON_REGISTRY_FAILED = (
    "L'installation des bibliothèques Python a échoué : le dépôt de paquets Python est-il joignable ? "
    "Derrière un miroir, renseignez UV_DEFAULT_INDEX et PIP_INDEX_URL, puis relancez."
)
NPM_REGISTRY_FAILED = (
    "L'installation des fichiers d'affichage (npm ci) a échoué : le dépôt npm est-il joignable ? "
    "Derrière un miroir, renseignez « npm config set registry », puis relancez."
)
VENV_FAILED = (
    "L'environnement Python .venv n'a pas pu être créé (python3 -m venv). Sous Debian : apt-get install python3-venv"
)
SEE_ABOVE = "Le détail est ci-dessus."

STEP_PACKAGES = "Paquets Debian : installation de {packages}"
STEP_PYTHON = "Environnement Python"
STEP_NPM = "Fichiers d'affichage (Bootstrap, htmx)"
DONE_IN = "{step} : prêt ({seconds} s)"
SETUP_WARM = "Rien à installer : tout est en place."

PORT_VARIABLES = {"site": "PORT", "mailbox": "MAILBOX_PORT"}
PORT_USES = {"site": "le site", "mailbox": "la boîte aux lettres"}
PORT_TAKEN = (
    "Le port {port}, prévu pour {use}, est déjà pris par un autre programme. "
    "Arrêtez celui-ci, ou choisissez un autre port : make run {variable}=…"
)
NO_FREE_PORT = "Aucun port libre entre {first} et {last} : arrêtez un autre programme, puis relancez."
ALREADY_RUNNING = (
    "La plateforme « {instance} » tourne déjà dans ce dossier (processus {pid}). "
    "Arrêtez-la d'abord par Ctrl-C dans son terminal."
)
PROGRAM_FAILED = "« {name} » n'a pas pu aller au bout (code {code}). Journal : {log}\n{end}"

READY_AFTER = "  {what} : prêt ({seconds} s)"
LEFTOVER_ENDED = "  « {name} », resté d'un lancement interrompu, a été arrêté"
DATABASES = "Bases de données à jour"
DOORS = "Les six services répondent"
WORKERS = "Courrier, messages et tâches de fond"
GATEWAY = "Passerelle et boîte aux lettres"
DEMO = "Données de démonstration"
PROGRAM_DIED = "ATTENTION : « {name} » s'est arrêté tout seul (code {code}). Journal : {log}"
STOPPING = "\nArrêt en cours…"
STOPPED = "Tout est arrêté."
WELCOME = """
ParcoursPro est prêt, en {seconds} s.

  Le site               {site}
  La boîte aux lettres  {mailbox}

  Comptes de démonstration (mot de passe pour tous : Essai-ParcoursPro-2026)
    alain.proviste@example.org   Bénéficiaire, Ma structure
    annie.versaire@example.org   Référente, ValideuseRH et bénéficiaire, Ma structure
    guy.rembourg@example.org     Prestataire, Atelier des compétences
    camille.onette@example.org   Cap Métiers
    sarah.croche@example.org     Bénéficiaire de deux structures, ValideuseRH de la Mission locale des Dunes

  Ctrl-C arrête tout.
"""

# Whoever opens a paper of this platform sees this name on its seal.
SEAL_NAME = "Cachet de démonstration ParcoursPro"
