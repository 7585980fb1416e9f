"""drafts of policies and their rehearsals on requests of the past"""

from alembic import op

revision = "20261126_1130"
down_revision = "20261126_1115"

_STATEMENTS = (
    # `terms` are the fields of a policy as JSON; a rehearsal belongs to one version of the draft.
    """CREATE TABLE policy_drafts (
        draft_id uuid PRIMARY KEY,
        terms jsonb NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by uuid NOT NULL,
        rehearsed_year integer,
        rehearsal_state text CHECK (rehearsal_state IN ('queued', 'running', 'done')),
        rehearsal_total integer,
        rehearsal_done integer,
        rehearsed_at timestamptz,
        CHECK ((rehearsed_year IS NULL) = (rehearsal_state IS NULL))
    )""",
    """CREATE TABLE rehearsed_outcomes (
        draft_id uuid NOT NULL REFERENCES policy_drafts ON DELETE CASCADE,
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        requested_at timestamptz NOT NULL,
        outcome_before text NOT NULL,
        outcome_after text NOT NULL,
        right_used_before boolean NOT NULL,
        right_used_after boolean NOT NULL,
        PRIMARY KEY (draft_id, enrolment_id)
    )""",
    "CREATE INDEX rehearsed_outcomes_by_date ON rehearsed_outcomes (draft_id, requested_at, enrolment_id)",
)


def upgrade() -> None:
    """Create the tables of the policy editor."""
    for statement in _STATEMENTS:
        op.execute(statement)
