-- The tables of the chassis. Released, hence never edited: a change is a new file.
CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    type text NOT NULL,
    subject uuid NOT NULL,
    subject_version integer,
    occurred_at timestamptz NOT NULL,
    confidentiality text NOT NULL CHECK (confidentiality IN ('public', 'personal', 'secret')),
    traceparent text,
    data jsonb,
    attempts integer NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    sent_at timestamptz,
    CHECK (data IS NOT NULL OR sent_at IS NOT NULL)
);
CREATE INDEX outbox_unsent ON outbox (position) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
CREATE TABLE inbox (event_id uuid PRIMARY KEY, heard_at timestamptz NOT NULL);
CREATE INDEX inbox_heard ON inbox (heard_at);
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    key text NOT NULL,
    payload jsonb NOT NULL,
    traceparent text,
    created_at timestamptz NOT NULL,
    run_at timestamptz NOT NULL,
    claimed_until timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    done_at timestamptz,
    given_up_at timestamptz,
    failure text,
    UNIQUE (kind, key)
);
CREATE INDEX tasks_waiting ON tasks (run_at) WHERE done_at IS NULL AND given_up_at IS NULL;
CREATE TABLE idempotency_keys (
    account_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint,
    headers jsonb,
    body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
CREATE TABLE job_runs (name text PRIMARY KEY, started_at timestamptz NOT NULL, finished_at timestamptz);
