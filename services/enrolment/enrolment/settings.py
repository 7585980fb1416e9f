"""What enrolment reads from its environment."""

from dataclasses import dataclass

from chassis.settings import BadSettings, ServiceSettings, setting

SHORTEST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """What every service needs, and what notification signs decision links with."""

    decision_link_secret: str = setting(
        "PP_DECISION_LINK_SECRET",
        secret=True,
        help="proves the links by which HR validators decide; notification's too",
    )

    def __post_init__(self) -> None:
        """Refuse a secret that could be guessed.

        Raises:
            BadSettings: too short.
        """
        super().__post_init__()
        if len(self.decision_link_secret) < SHORTEST_SECRET:
            raise BadSettings(f"PP_DECISION_LINK_SECRET is shorter than {SHORTEST_SECRET} characters")
