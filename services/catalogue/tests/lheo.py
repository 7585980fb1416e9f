"""LHÉO files as other systems write them, generated."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

NS_23, NS_22 = "http://lheo.gouv.fr/2.3", "http://www.lheo.org/2.2"
SIRET = "99900000100017"
WORDS = (
    "accompagner", "orienter", "financer", "évaluer", "concevoir", "animer", "numérique", "inclusion", "compétences",
    "alternance", "parcours", "entretien", "diagnostic", "territoire", "handicap", "illettrisme", "pédagogie",
)  # fmt: skip


def a_session(number: str = "S1", *, first: date, last: date | None = None, more: str = "") -> str:
    last = last or first
    address = "<adresse><ligne>1 rue du Port</ligne><codepostal>17000</codepostal><ville>La Rochelle</ville></adresse>"
    return (
        f'<session numero="{number}"><periode><debut>{first:%Y%m%d}</debut><fin>{last:%Y%m%d}</fin></periode>'
        f"<adresse-inscription>{address}</adresse-inscription>{more}</session>"
    )


def an_action(number: str = "A1", *, sessions: str = "", mode: str = "0", hours: str = "14", place: bool = True) -> str:
    where = (
        "<lieu-de-formation><coordonnees><adresse><denomination>Espace Encan</denomination>"
        "<ligne>Quai Louis Prunier</ligne><codepostal>17000</codepostal><ville>La Rochelle</ville></adresse>"
        "</coordonnees></lieu-de-formation>"
    )
    return (
        f'<action numero="{number}"><rythme-formation>En continu</rythme-formation>'
        "<code-public-vise>80056</code-public-vise><info-public-vise>Conseillers</info-public-vise>"
        "<niveau-entree-obligatoire>0</niveau-entree-obligatoire><modalites-alternance>Non</modalites-alternance>"
        f"<modalites-enseignement>{mode}</modalites-enseignement>"
        "<conditions-specifiques>Aucun prérequis</conditions-specifiques>"
        f"<prise-en-charge-frais-possible>0</prise-en-charge-frais-possible>{where if place else ''}"
        f"<modalites-entrees-sorties>0</modalites-entrees-sorties>{sessions}"
        "<acces-handicapes>Locaux accessibles</acces-handicapes>"
        "<modalites-pedagogiques>Études de cas</modalites-pedagogiques>"
        f"<nombre-heures-total>{hours}</nombre-heures-total></action>"
    )


def a_formation(
    number: str = "F1",
    *,
    title: str = "Financer un parcours",
    actions: str = "",
    siret: str = SIRET,
    content: str = "&lt;p&gt;Les dispositifs&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Le CPF&lt;/li&gt;&lt;/ul&gt;",
) -> str:
    coordinates = (
        "<coordonnees><nom>Rembourg</nom><prenom>Guy</prenom><telfixe><numtel>0500000000</numtel></telfixe>"
        "<courriel>contact@example.org</courriel></coordonnees>"
    )
    return (
        f'<formation numero="{number}"><domaine-formation/><intitule-formation>{title}</intitule-formation>'
        "<objectif-formation>Identifier les financements</objectif-formation>"
        "<resultats-attendus>Attestation</resultats-attendus>"
        f"<contenu-formation>{content}</contenu-formation><certifiante>0</certifiante>"
        f"<contact-formation>{coordinates}</contact-formation>"
        "<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>1</code-niveau-entree>"
        f"{actions or an_action()}"
        "<organisme-formation-responsable><numero-activite>75170000117</numero-activite>"
        f"<SIRET-organisme-formation><SIRET>{siret}</SIRET></SIRET-organisme-formation>"
        "<nom-organisme>Atelier</nom-organisme><raison-sociale>Atelier</raison-sociale>"
        f"<coordonnees-organisme>{coordinates}</coordonnees-organisme>"
        f"<contact-organisme>{coordinates}</contact-organisme></organisme-formation-responsable></formation>\n"
    )


def a_file(*formations: str, namespace: str = NS_23, encoding: str = "UTF-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<lheo xmlns="{namespace}"><offres>\n{"".join(formations)}'
    return f"{text}</offres></lheo>".encode(encoding)


def many_formations(count: int, *, first_day: date) -> Iterator[str]:
    """Offers of a varied vocabulary, a session or two each."""
    for number in range(count):
        words = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 7)]
        day = first_day + timedelta(days=7 * (number % 40))
        sessions = a_session(f"S{number}", first=day, last=day + timedelta(days=1))
        content = " ".join(words * 40)
        yield a_formation(
            f"F{number}",
            title=f"{' '.join(words)} {number}",
            actions=an_action(f"A{number}", sessions=sessions),
            content=f"&lt;p&gt;{content}&lt;/p&gt;",
        )


def pieces(formations: Iterable[str]) -> Iterator[bytes]:
    """The same file a formation at a time, for files larger than memory."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="{NS_23}"><offres>\n'.encode()
    for formation in formations:
        yield formation.encode()
    yield b"</offres></lheo>"
