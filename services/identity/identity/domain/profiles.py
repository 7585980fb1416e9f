"""What a person tells of themselves, and corrects without anybody's help."""

from dataclasses import dataclass
from enum import StrEnum

from identity.domain.errors import NameMissing


class Civility(StrEnum):
    """As the form asks it."""

    MR = "mr"
    MRS = "mrs"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a person corrects without anybody's help."""

    civility: Civility | None
    given_name: str
    family_name: str
    job_title: str | None
    phone: str | None
    mobile_phone: str | None

    def check(self) -> None:
        """
        Raises:
            NameMissing: a name is empty.
        """
        if not self.given_name.strip() or not self.family_name.strip():
            raise NameMissing
