-- The pointer to the live generation of the read model, and the ledger of what each target should and does hold.

CREATE TABLE read_model (
    is_single  boolean PRIMARY KEY DEFAULT true CHECK (is_single),
    generation integer NOT NULL CHECK (generation > 0),
    previous   integer
);
COMMENT ON TABLE read_model IS 'Which schema <schema>_r<generation> readers use; moved in one transaction, schemas are never renamed.';

CREATE TABLE targets (
    name             text PRIMARY KEY,
    place            text,
    renderer_version text,
    paused_until     timestamptz,
    pauses           integer NOT NULL DEFAULT 0,
    last_error       text,
    updated_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN targets.place IS 'Identity of the store (a folder, a server) whose rows these are; a worker that sees another takes none.';

CREATE TABLE storage_sync (
    target           text        NOT NULL,
    document_id      text        NOT NULL,
    wanted_hash      text,
    last_synced_hash text,
    status           text        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'synced', 'failed')),
    attempts         integer     NOT NULL DEFAULT 0,
    next_attempt_at  timestamptz NOT NULL DEFAULT now(),
    last_error       text,
    priority         smallint    NOT NULL,
    scan_run_id      text,
    lease_token      uuid,
    leased_until     timestamptz,
    wanted_at        timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT storage_sync_document UNIQUE (target, document_id)
);
COMMENT ON COLUMN storage_sync.wanted_hash IS 'H(document hash, renderer version); null: the document must not exist in the target.';
CREATE INDEX storage_sync_due ON storage_sync (target, priority, next_attempt_at) WHERE status = 'pending';
