"""create enrolments"""

from alembic import op

from chassis import schema

revision = "20261123_1015"
down_revision = None

_STATUSES = """(
        'requested', 'refused_by_hr', 'waitlisted', 'offered', 'pre_enrolled', 'declined', 'enrolled',
        'attended', 'partially_attended', 'absent', 'cancelled', 'expired')"""
_ROLES = "('beneficiary', 'hr_validator', 'referent', 'training_provider', 'staff')"

_STATEMENTS = (
    """CREATE TABLE policies (
        version integer PRIMARY KEY CHECK (version > 0),
        effective_on date NOT NULL,
        member_only_quota integer NOT NULL CHECK (member_only_quota >= 0),
        formation_quota integer NOT NULL CHECK (formation_quota BETWEEN 0 AND member_only_quota),
        organisation_cap integer NOT NULL CHECK (organisation_cap >= 0),
        organisation_cap_scope text NOT NULL CHECK (organisation_cap_scope IN ('training_action', 'training_session')),
        cap_lift_days integer NOT NULL CHECK (cap_lift_days >= 0),
        withdrawal_deadline_days integer NOT NULL CHECK (withdrawal_deadline_days >= 0),
        promotion_deadline_days integer NOT NULL CHECK (promotion_deadline_days >= 0),
        free_cancellation_days integer NOT NULL CHECK (free_cancellation_days >= 0),
        late_withdrawal_uses_right boolean NOT NULL,
        absence_uses_right boolean NOT NULL,
        waves jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(waves) = 'array'),
        created_at timestamptz NOT NULL,
        created_by uuid
    )""",
    "CREATE INDEX policies_effective ON policies (effective_on DESC, version DESC)",
    # The rules published on 29/01/2026; they hold for everything before, too.
    """INSERT INTO policies VALUES
        (1, '2000-01-01', 5, 3, 2, 'training_action', 7, 7, 2, 7, true, true, '[]', '2026-01-29T00:00:00Z', NULL)""",
    f"""CREATE TABLE enrolments (
        enrolment_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        training_session_id uuid NOT NULL,
        training_action_id uuid NOT NULL,
        publication_number integer NOT NULL CHECK (publication_number > 0),
        is_member_only boolean NOT NULL,
        counts_as_formation boolean NOT NULL,
        year integer NOT NULL,
        motivation text NOT NULL,
        prerequisites_met boolean NOT NULL,
        available_on_all_slots boolean NOT NULL,
        requested_at timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN {_STATUSES}),
        uses_right boolean NOT NULL,
        decided_at timestamptz,
        decided_by uuid,
        decided_as text CHECK (decided_as IN {_ROLES}),
        reason text,
        version integer NOT NULL CHECK (version > 0),
        planned_minutes integer CHECK (planned_minutes >= 0),
        net_minutes integer CHECK (net_minutes BETWEEN 0 AND planned_minutes),
        presence_recorded_at timestamptz,
        CHECK (is_member_only OR NOT uses_right),
        CHECK (NOT uses_right OR status IN (
            'offered', 'pre_enrolled', 'enrolled', 'attended', 'partially_attended', 'absent', 'cancelled')),
        CHECK ((status IN ('attended', 'partially_attended', 'absent'))
            = (planned_minutes IS NOT NULL AND net_minutes IS NOT NULL AND presence_recorded_at IS NOT NULL))
    )""",
    """CREATE UNIQUE INDEX enrolments_one_a_session ON enrolments (account_id, training_session_id)
        WHERE status NOT IN ('refused_by_hr', 'declined', 'cancelled', 'expired')""",
    "CREATE INDEX enrolments_of_account ON enrolments (account_id, requested_at)",
    "CREATE INDEX enrolments_of_organisation ON enrolments (organisation_id, status, requested_at)",
    "CREATE INDEX enrolments_of_session ON enrolments (training_session_id, status, requested_at)",
    "CREATE INDEX enrolments_of_action ON enrolments (training_action_id, status, requested_at)",
    f"""CREATE TABLE moves (
        move_id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        number integer NOT NULL CHECK (number > 0),
        decision text NOT NULL,
        previous_status text CHECK (previous_status IN {_STATUSES}),
        status text NOT NULL CHECK (status IN {_STATUSES}),
        occurred_at timestamptz NOT NULL,
        account_id uuid,
        role text CHECK (role IN {_ROLES}),
        reason text,
        policy_version integer NOT NULL REFERENCES policies,
        quota_policy_version integer NOT NULL REFERENCES policies,
        is_own_request boolean NOT NULL,
        is_early boolean,
        uses_right boolean NOT NULL,
        attendance jsonb,
        UNIQUE (enrolment_id, number),
        CHECK ((number = 1) = (previous_status IS NULL))
    )""",
    """CREATE TABLE half_days (
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        slot_id uuid NOT NULL,
        half_day text NOT NULL CHECK (half_day IN ('morning', 'afternoon')),
        net_minutes integer NOT NULL CHECK (net_minutes BETWEEN 0 AND 1440),
        recorded_at timestamptz NOT NULL,
        recorded_by uuid,
        PRIMARY KEY (enrolment_id, slot_id, half_day)
    )""",
    """CREATE TABLE seats (
        training_session_id uuid PRIMARY KEY,
        wanted_capacity integer CHECK (wanted_capacity >= 0),
        capacity integer,
        taken integer NOT NULL CHECK (taken >= 0),
        waiting integer NOT NULL CHECK (waiting >= 0),
        waiting_list_capacity integer NOT NULL CHECK (waiting_list_capacity >= 0),
        moved_at timestamptz,
        free_cancellation_until timestamptz,
        version integer NOT NULL,
        told_at timestamptz,
        CHECK (taken <= capacity)
    )""",
    """CREATE TABLE organisation_caps (
        training_action_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        PRIMARY KEY (training_action_id, organisation_id)
    )""",
    """CREATE TABLE participation_rights (
        account_id uuid NOT NULL,
        year integer NOT NULL,
        member_only integer NOT NULL CHECK (member_only >= 0),
        formations integer NOT NULL CHECK (formations BETWEEN 0 AND member_only),
        PRIMARY KEY (account_id, year)
    )""",
    "CREATE TABLE forgotten_accounts (account_id uuid PRIMARY KEY, forgotten_at timestamptz NOT NULL)",
    """CREATE TABLE accounts (
        account_id uuid PRIMARY KEY,
        is_active boolean NOT NULL,
        first_signed_in_at timestamptz,
        is_staff boolean NOT NULL,
        affiliations jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX accounts_affiliations ON accounts USING gin (affiliations jsonb_path_ops)",
    """CREATE TABLE profiles (
        account_id uuid PRIMARY KEY,
        civility text,
        given_name text NOT NULL,
        family_name text NOT NULL,
        email text NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE organisations (
        organisation_id uuid PRIMARY KEY,
        name text NOT NULL,
        closed_on date,
        memberships jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE training_actions (
        training_action_id uuid PRIMARY KEY,
        publication_number integer NOT NULL,
        is_withdrawn boolean NOT NULL,
        title text NOT NULL,
        type_label text NOT NULL,
        counts_as_formation boolean NOT NULL,
        is_self_paced boolean NOT NULL,
        delivery_mode text NOT NULL,
        duration_days numeric(5, 1) NOT NULL,
        is_member_only boolean NOT NULL,
        needs_hr_approval boolean NOT NULL,
        needs_provider_approval boolean NOT NULL,
        provider_organisation_id uuid NOT NULL,
        trainer_account_ids uuid[] NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX training_actions_of_provider ON training_actions (provider_organisation_id)",
    """CREATE TABLE training_sessions (
        training_session_id uuid PRIMARY KEY,
        training_action_id uuid NOT NULL,
        is_cancelled boolean NOT NULL,
        wanted_capacity integer,
        waiting_list_capacity integer NOT NULL,
        registration_opens_at timestamptz NOT NULL,
        registration_closes_at timestamptz NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        slots jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX training_sessions_of_action ON training_sessions (training_action_id, starts_at)",
    "CREATE INDEX training_sessions_by_start ON training_sessions (starts_at)",
)


def upgrade() -> None:
    """Create the tables of enrolment, with the first version of the rules of participation."""
    schema.create_version_1(op)
    for statement in _STATEMENTS:
        op.execute(statement)
