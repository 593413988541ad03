-- The event log, its outbox and the record of dispatched commands: the only truth; all else can be replayed.

CREATE TABLE epoch (
    is_single boolean PRIMARY KEY DEFAULT true CHECK (is_single),
    base      bigint  NOT NULL DEFAULT 0 CHECK (base >= 0)
);
COMMENT ON TABLE epoch IS 'Added to transaction ids in positions; raised after a restore into a cluster whose transaction ids start lower.';
INSERT INTO epoch DEFAULT VALUES;

CREATE TABLE events (
    position       bigint      PRIMARY KEY,
    stream_id      text COLLATE "C" NOT NULL,
    version        bigint      NOT NULL CHECK (version > 0),
    type           text        NOT NULL,
    schema_version integer     NOT NULL CHECK (schema_version > 0),
    data           jsonb       NOT NULL,
    metadata       jsonb       NOT NULL,
    content_hash   text        NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT events_stream_version UNIQUE (stream_id, version)
);
COMMENT ON COLUMN events.position IS '((transaction id + epoch base) << 20) + ordinal within the transaction: commit-safe order, sparse.';

CREATE TABLE outbox (
    position     bigint      NOT NULL,
    ordinal      integer     NOT NULL,
    entity_type  text        NOT NULL,
    entity_id    text        NOT NULL,
    action       text        NOT NULL CHECK (action IN ('upsert', 'delete')),
    content_hash text,
    priority     smallint    NOT NULL,
    scan_run_id  text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (position, ordinal)
);

CREATE TABLE commands (
    command_id uuid   CONSTRAINT commands_id PRIMARY KEY,
    first      bigint,
    last       bigint,
    receipt    jsonb  NOT NULL
);
COMMENT ON TABLE commands IS 'One row per dispatched command id, also for a command without events; a repeat answers with the first receipt.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

-- Events are facts: nobody edits them, not even us.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A receipt, once given, stays given.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
