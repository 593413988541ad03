-- name: hold
-- Whoever adds or wraps keys does so alone, so that all are wrapped by one master key; readers go on.
LOCK TABLE provider_keys IN SHARE ROW EXCLUSIVE MODE;

-- name: find
-- The data key of one incarnation, wrapped, and by which master key.
SELECT wrapped_key, wrapped_by FROM provider_keys WHERE provider_id = %(provider_id)s AND incarnation = %(incarnation)s;

-- name: in_use
-- The ids of the master keys that the data keys are wrapped by: one, or none before the first secret.
SELECT DISTINCT wrapped_by FROM provider_keys ORDER BY wrapped_by;

-- name: add
-- A data key is made once, with the first secret of an incarnation.
INSERT INTO provider_keys (provider_id, incarnation, wrapped_key, wrapped_by)
VALUES (%(provider_id)s, %(incarnation)s, %(wrapped_key)s, %(wrapped_by)s);

-- name: all
-- What a rotation wraps again, and the doctor tries to open.
SELECT provider_id, incarnation, wrapped_key, wrapped_by FROM provider_keys ORDER BY provider_id, incarnation;

-- name: wrap_again
-- All at once: never are some wrapped by a key that somebody has thrown away.
UPDATE provider_keys AS row SET wrapped_key = again.wrapped_key, wrapped_by = %(wrapped_by)s
  FROM unnest(%(provider_ids)s::text[], %(incarnations)s::bigint[], %(wrapped_keys)s::bytea[])
         AS again (provider_id, incarnation, wrapped_key)
 WHERE (row.provider_id, row.incarnation) = (again.provider_id, again.incarnation);

-- name: dead
-- Keys of providers that were removed since: asked first, as a replica refuses even to delete nothing.
SELECT count(*) FROM provider_keys
 WHERE EXISTS (SELECT FROM events WHERE stream_id = 'provider:' || provider_id AND version > incarnation
                                    AND type = 'provider.removed');

-- name: destroy_dead
-- What a removal ended never comes back: a later configuration has another incarnation, so a key of its own.
DELETE FROM provider_keys
 WHERE EXISTS (SELECT FROM events WHERE stream_id = 'provider:' || provider_id AND version > incarnation
                                    AND type = 'provider.removed');
