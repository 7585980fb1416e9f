"""Exports of an organisation: what they hold, and when the scheduled ones are due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID


class ExportKind(StrEnum):
    """What one line is: a request, a decision of the organisation, a recorded presence."""

    REQUESTS = "requests"
    DECISIONS = "decisions"
    PRESENCES = "presences"


class FileFormat(StrEnum):
    """As what the lines are written."""

    CSV = "csv"
    XLSX = "xlsx"


class Frequency(StrEnum):
    """A week from Monday, or a calendar month; both are exported the day after they end."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Somebody's standing wish for an export. `next_on`: the day after the period that comes next."""

    schedule_id: UUID
    organisation_id: UUID
    account_id: UUID
    kind: ExportKind
    file_format: FileFormat
    frequency: Frequency
    next_on: date
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """One export that may be fetched by its account: a period, both days included."""

    export_id: UUID
    schedule_id: UUID
    organisation_id: UUID
    account_id: UUID
    kind: ExportKind
    file_format: FileFormat
    first_day: date
    last_day: date
    prepared_at: datetime


def first_due(frequency: Frequency, today: date) -> date:
    """When the period that `today` belongs to is over."""
    if frequency is Frequency.WEEKLY:
        return today - timedelta(days=today.weekday()) + timedelta(days=7)
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def period_before(frequency: Frequency, due_on: date) -> tuple[date, date]:
    """First and last day of the period that is due."""
    last = due_on - timedelta(days=1)
    return (due_on - timedelta(days=7) if frequency is Frequency.WEEKLY else last.replace(day=1)), last
