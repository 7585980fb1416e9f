"""People, organisations and moments of the tests."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from chassis.clock import PARIS
from chassis.principal import Principal, Role


def _account(number: str) -> UUID:
    return UUID(f"01930000-0000-7000-8000-0000000000{number}")


def _organisation(number: str) -> UUID:
    return UUID(f"01930000-0000-7000-8000-0000000001{number}")


ALAIN, ANNIE, GUY, CAMILLE, SARAH = (_account(number) for number in ("01", "02", "03", "04", "05"))
JEAN, INES, PAUL, MARIE, THEO = (_account(number) for number in ("06", "07", "08", "09", "0a"))
OURS, DUNES, MARAIS, PROVIDER, LITTORAL = (_organisation(number) for number in ("01", "02", "03", "04", "05"))
ACTION = UUID("01930000-0000-7000-8000-000000000201")
SESSION = UUID("01930000-0000-7000-8000-000000000301")

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 12, 21)


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour in Paris, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def as_(role: Role, account_id: UUID, organisation_id: UUID | None, *more: tuple[Role, UUID | None]) -> Principal:
    return Principal(
        account_id=account_id,
        active_role=role,
        active_organisation=organisation_id,
        roles=frozenset({(role, organisation_id), *more}),
        client_id="web",
    )


def beneficiary(account_id: UUID, *organisation_ids: UUID) -> Principal:
    more = [(Role.BENEFICIARY, organisation_id) for organisation_id in organisation_ids[1:]]
    return as_(Role.BENEFICIARY, account_id, organisation_ids[0], *more)


AS_ALAIN = beneficiary(ALAIN, OURS)
AS_ANNIE = as_(Role.HR_VALIDATOR, ANNIE, OURS)
AS_GUY = as_(Role.TRAINING_PROVIDER, GUY, PROVIDER)
AS_CAMILLE = as_(Role.STAFF, CAMILLE, None)
