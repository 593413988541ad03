-- name: tasks
-- Every filter may be null: then it does not filter.
SELECT task.id, type, title, description, status, priority, assigned_to, depends_on, guardrails, context, created_at,
       updated_at, completed_at, percentage, created_by, published_at, published_by, published_status,
       published_percentage, published_version, pages.page
  FROM tasks AS task LEFT JOIN pages ON pages.id = 'task:' || task.id
 WHERE (%(ids)s::text[] IS NULL OR task.id = ANY (%(ids)s)) AND (%(status)s::text IS NULL OR status = %(status)s)
   AND (%(assigned_to)s::text IS NULL OR assigned_to = %(assigned_to)s)
 ORDER BY created_at, task.id;

-- name: history
-- What happened to tasks, each from its beginning.
SELECT id, task_id, action, agent, details, "timestamp", version
  FROM task_history WHERE task_id = ANY (%(task_ids)s) ORDER BY task_id, version;

-- name: findings
-- Findings in the order they were logged.
SELECT id, task_id, type, description, files, created_by, created_at, status, resolution, resolved_by, resolved_at
  FROM findings
 WHERE (%(ids)s::text[] IS NULL OR id = ANY (%(ids)s))
   AND (%(task_ids)s::text[] IS NULL OR task_id = ANY (%(task_ids)s))
   AND (%(type)s::text IS NULL OR type = %(type)s) AND (%(status)s::text IS NULL OR status = %(status)s)
 ORDER BY created_at, id;

-- name: decisions
-- What a decision supersedes is told by the others.
SELECT made.id, number, title, context, decision, rationale, created_at, created_by, status,
       ARRAY (SELECT old.id FROM decisions AS old WHERE old.superseded_by = made.id ORDER BY old.number) AS supersedes,
       superseded_by, superseded_at, task_id, pages.page
  FROM decisions AS made JOIN pages ON pages.id = 'decision:' || made.id
 WHERE (%(ids)s::text[] IS NULL OR made.id = ANY (%(ids)s)) AND (%(status)s::text IS NULL OR status = %(status)s)
   AND (%(task_ids)s::text[] IS NULL OR task_id = ANY (%(task_ids)s))
 ORDER BY number;

-- name: completion_reports
-- How tasks were completed.
SELECT id, task_id, summary, changes, tests_passed, notes, created_at, created_by
  FROM completion_reports WHERE task_id = ANY (%(task_ids)s) ORDER BY created_at, id;

-- name: blockers
-- What holds or held tasks up.
SELECT id, task_id, description, needs, status, created_at, resolved_at, created_by, resolution, resolved_by
  FROM blockers
 WHERE (%(ids)s::text[] IS NULL OR id = ANY (%(ids)s))
   AND (%(task_ids)s::text[] IS NULL OR task_id = ANY (%(task_ids)s))
   AND (%(status)s::text IS NULL OR status = %(status)s)
 ORDER BY created_at, id;

-- name: patterns
-- A retired one has no page.
SELECT pattern.id, name, description, example, files, created_by, created_at, status, reason, retired_by, retired_at,
       pages.page
  FROM patterns AS pattern LEFT JOIN pages ON pages.id = 'pattern:' || pattern.id
 WHERE (%(ids)s::text[] IS NULL OR pattern.id = ANY (%(ids)s)) AND (%(status)s::text IS NULL OR status = %(status)s)
 ORDER BY name COLLATE "C", pattern.id;

-- name: summaries
-- Current while the file is as it was when that was written.
SELECT made.id, made.path, text, model, recorded_by, recorded_at,
       coalesce(file_hash = files.content_hash, false) AS is_current
  FROM summaries AS made LEFT JOIN files ON files.path = made.path
 WHERE (%(ids)s::text[] IS NULL OR made.id = ANY (%(ids)s)) AND (%(path)s::text IS NULL OR made.path = %(path)s)
 ORDER BY made.id;

-- name: providers
-- What is sealed in `config` stays sealed.
SELECT id, name, provider_type, is_enabled, config, created_at, updated_at
  FROM llm_providers WHERE %(ids)s::text[] IS NULL OR id = ANY (%(ids)s) ORDER BY name COLLATE "C", id;

-- name: profiles
-- By role, then as people call them.
SELECT id, role, display_name, description, provider_id, model, temperature, system_prompt, max_tokens, enabled,
       created_at, updated_at
  FROM llm_profiles
 WHERE (%(ids)s::text[] IS NULL OR id = ANY (%(ids)s)) AND (%(role)s::text IS NULL OR role = %(role)s)
   AND (%(provider_id)s::text IS NULL OR provider_id = %(provider_id)s)
 ORDER BY role, display_name COLLATE "C", id;

-- name: chats
-- The one last written in first.
SELECT id, title, created_at, updated_at,
       (SELECT count(*) FROM chat_messages WHERE session_id = chat.id) AS messages
  FROM chat_sessions AS chat WHERE %(ids)s::text[] IS NULL OR id = ANY (%(ids)s) ORDER BY updated_at DESC, id;

-- name: messages
-- Without a limit where that is null.
SELECT id, session_id, role, content, citations, created_at, number
  FROM chat_messages WHERE session_id = %(chat_id)s AND number > %(after)s ORDER BY number LIMIT %(limit)s;
