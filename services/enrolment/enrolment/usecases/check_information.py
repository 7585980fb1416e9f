"""The gate of L6353-8: nobody is enrolled before the mandatory information is at their disposal."""

from enrolment.domain.errors import MandatoryInformationMissing
from enrolment.domain.targets import Target


def check_information(target: Target) -> None:
    """Refuse while the publication lacks what the law names.

    Raises:
        MandatoryInformationMissing: the figures name what is missing.
    """
    if target.missing_information:
        missing = list(target.missing_information)
        raise MandatoryInformationMissing(figures={"missing": missing}, next_step="complete-the-action")
