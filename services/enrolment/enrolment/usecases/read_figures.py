"""Figures of a year for staff."""

from typing import Any

from chassis.principal import Principal
from enrolment.store import figures
from enrolment.store.figures import GroupedBy
from enrolment.store.reading import Reader
from enrolment.usecases.edit_policies import check_staff


def read_figures(reader: Reader, *, year: int, by: Principal) -> dict[str, Any]:
    """The demand altogether, and by organisation, territory and type.

    Raises:
        Forbidden: not acting as staff.
    """
    check_staff(reader, by)
    total = figures.demand(reader, year=year, by=None)
    groups = {f"by_{group.value}": figures.demand(reader, year=year, by=group) for group in GroupedBy}
    return {"year": year, "total": total[0] if total else None, **groups}
