-- name: known
-- Rows that a batch changes in part.
SELECT id, to_json(known) FROM {table} AS known WHERE id = ANY (%(ids)s);

-- name: recorded_decisions
-- How many decisions the feed has brought so far: an unreadable one keeps its number for the program that can read it.
SELECT (SELECT count(*) FROM decisions)
       + (SELECT count(*) FROM parked_events WHERE type = 'decision.recorded');

-- name: pages
-- One that is there stays where it is.
INSERT INTO pages SELECT * FROM json_populate_recordset(NULL::pages, %(rows)s::json) ON CONFLICT (id) DO NOTHING;

-- name: settle_pages
-- A page's path depends on the set of pages alone: those that share a key all get a hash of their id.
WITH wanted AS (
       SELECT id, CASE WHEN count(*) OVER (PARTITION BY page_key) = 1 THEN page_slug
                       ELSE left(page_slug, -3) || '-' || left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 8) || '.md'
                  END AS page
         FROM pages)
UPDATE pages AS known SET page = wanted.page
  FROM wanted WHERE wanted.id = known.id AND known.page <> wanted.page
RETURNING known.id;

-- name: drop
-- Rows that are no more.
DELETE FROM {table} WHERE id = ANY (%(ids)s);

-- name: llm_providers
-- Whole rows, here and below: those of a batch are merged before they are written.
INSERT INTO llm_providers SELECT * FROM json_populate_recordset(NULL::llm_providers, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET name = excluded.name, provider_type = excluded.provider_type, is_enabled = excluded.is_enabled,
       config = excluded.config, created_at = excluded.created_at, updated_at = excluded.updated_at;

-- name: llm_profiles
-- Any setting may change.
INSERT INTO llm_profiles SELECT * FROM json_populate_recordset(NULL::llm_profiles, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET role = excluded.role, display_name = excluded.display_name, description = excluded.description,
       provider_id = excluded.provider_id, model = excluded.model, temperature = excluded.temperature,
       system_prompt = excluded.system_prompt, max_tokens = excluded.max_tokens, enabled = excluded.enabled,
       created_at = excluded.created_at, updated_at = excluded.updated_at;

-- name: chat_sessions
-- A title may change, and when somebody wrote last.
INSERT INTO chat_sessions SELECT * FROM json_populate_recordset(NULL::chat_sessions, %(rows)s::json)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, updated_at = excluded.updated_at;

-- name: chat_messages
-- Nobody changes a message.
INSERT INTO chat_messages SELECT * FROM json_populate_recordset(NULL::chat_messages, %(rows)s::json);

-- name: tasks
-- What was said at the creation stays; how the task stands changes, and what its report shows of it.
INSERT INTO tasks SELECT * FROM json_populate_recordset(NULL::tasks, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET status = excluded.status, assigned_to = excluded.assigned_to, updated_at = excluded.updated_at,
       completed_at = excluded.completed_at, percentage = excluded.percentage, published_at = excluded.published_at,
       published_by = excluded.published_by, published_status = excluded.published_status,
       published_percentage = excluded.published_percentage, published_version = excluded.published_version;

-- name: task_history
-- Nobody changes history.
INSERT INTO task_history SELECT * FROM json_populate_recordset(NULL::task_history, %(rows)s::json);

-- name: findings
-- A finding is resolved once.
INSERT INTO findings SELECT * FROM json_populate_recordset(NULL::findings, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET status = excluded.status, resolution = excluded.resolution, resolved_by = excluded.resolved_by,
       resolved_at = excluded.resolved_at;

-- name: decisions
-- A decision is superseded once.
INSERT INTO decisions SELECT * FROM json_populate_recordset(NULL::decisions, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET status = excluded.status, superseded_by = excluded.superseded_by, superseded_at = excluded.superseded_at;

-- name: completion_reports
-- A task is completed once.
INSERT INTO completion_reports SELECT * FROM json_populate_recordset(NULL::completion_reports, %(rows)s::json);

-- name: blockers
-- A blocker is resolved once.
INSERT INTO blockers SELECT * FROM json_populate_recordset(NULL::blockers, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET status = excluded.status, resolved_at = excluded.resolved_at, resolution = excluded.resolution,
       resolved_by = excluded.resolved_by;

-- name: patterns
-- A pattern is retired once.
INSERT INTO patterns SELECT * FROM json_populate_recordset(NULL::patterns, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET status = excluded.status, reason = excluded.reason, retired_by = excluded.retired_by,
       retired_at = excluded.retired_at;

-- name: summaries
-- A later summary takes the place of an earlier one.
INSERT INTO summaries SELECT * FROM json_populate_recordset(NULL::summaries, %(rows)s::json)
ON CONFLICT (id) DO UPDATE
   SET path = excluded.path, text = excluded.text, model = excluded.model, file_hash = excluded.file_hash,
       recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at;
