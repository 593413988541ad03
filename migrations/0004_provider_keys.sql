-- The keys that the secrets of LLM providers are encrypted with. No events: a key that is destroyed is gone, and with it
-- every secret that the log holds of its provider.

CREATE TABLE provider_keys (
    provider_id text COLLATE "C" NOT NULL,
    incarnation bigint      NOT NULL CHECK (incarnation >= 0),
    wrapped_key bytea       NOT NULL,
    wrapped_by  text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (provider_id, incarnation)
);
COMMENT ON COLUMN provider_keys.incarnation IS '0, or the version of the provider''s stream at the removal after which it was configured again.';
COMMENT ON COLUMN provider_keys.wrapped_by IS 'Which master key opens wrapped_key: the beginning of a hash of it. The master key itself is never in the database.';
