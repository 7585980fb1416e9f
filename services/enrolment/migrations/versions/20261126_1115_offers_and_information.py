"""offers of places, mandatory information, consequences of cancelling, reminders, territories"""

from alembic import op

revision = "20261126_1115"
down_revision = "20261126_1110"

_STATEMENTS = (
    # How a freed seat is given on, for how long an offer stands, and when people are reminded of a session.
    """ALTER TABLE policies
        ADD COLUMN promotion_mode text NOT NULL DEFAULT 'direct' CHECK (promotion_mode IN ('direct', 'offer')),
        ADD COLUMN offer_answer_hours integer NOT NULL DEFAULT 48 CHECK (offer_answer_hours BETWEEN 1 AND 720),
        ADD COLUMN reminder_days integer NOT NULL DEFAULT 3 CHECK (reminder_days BETWEEN 0 AND 60),
        ADD COLUMN note text NOT NULL DEFAULT ''""",
    # L6353-8: when the person said to have read the mandatory information, and of which publication.
    """ALTER TABLE enrolments
        ADD COLUMN information_read_at timestamptz,
        ADD COLUMN information_publication integer CHECK (information_publication > 0),
        ADD COLUMN offer_expires_at timestamptz,
        ADD CHECK ((information_read_at IS NULL) = (information_publication IS NULL)),
        ADD CHECK ((status = 'offered') = (offer_expires_at IS NOT NULL))""",
    "CREATE INDEX enrolments_offers ON enrolments (offer_expires_at) WHERE status = 'offered'",
    "CREATE INDEX enrolments_of_year ON enrolments (year, requested_at)",
    "ALTER TABLE moves ADD COLUMN consequences jsonb, ADD COLUMN offer_expires_at timestamptz",
    "ALTER TABLE training_actions ADD COLUMN missing_information text[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE organisations ADD COLUMN postcode text",
    # One reminder a request and first day: a session that moves is reminded of again.
    """CREATE TABLE session_reminders (
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        first_day date NOT NULL,
        told_at timestamptz NOT NULL,
        PRIMARY KEY (enrolment_id, first_day)
    )""",
    # Since when requests wait in an organisation without an HR validator; null once there is one again.
    """CREATE TABLE missing_validators (
        organisation_id uuid PRIMARY KEY,
        since timestamptz,
        version integer NOT NULL
    )""",
)


def upgrade() -> None:
    """Add columns with defaults that the release before can live with."""
    for statement in _STATEMENTS:
        op.execute(statement)
