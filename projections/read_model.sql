-- name: tables
-- The tables of one generation of the read model. Nothing outside points in here, and no foreign key points out.
-- Whatever changes in this file changes the read model's version, and asks for a rebuild.

-- How far this generation has come. Every batch holds this row; its shape must stay, whatever becomes of the others.
CREATE TABLE checkpoint (
    is_single         boolean PRIMARY KEY DEFAULT true CHECK (is_single),
    position          bigint  NOT NULL,
    tables_version    text    NOT NULL,
    rendering_version text    NOT NULL
);

-- Events this program could not apply. A row goes when a later event of its stream could be.
CREATE TABLE parked_events (
    position  bigint      PRIMARY KEY,
    stream_id text        NOT NULL,
    version   bigint      NOT NULL,
    type      text        NOT NULL,
    error     text        NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now()
);

-- English stems of every word: names such as `all` and `is` are words like any other.
CREATE TEXT SEARCH DICTIONARY stem (TEMPLATE = pg_catalog.snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION words (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING REPLACE english_stem WITH stem;

CREATE TABLE scan_runs (
    id         text COLLATE "C" PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
    started_at timestamptz,
    ended_at   timestamptz,
    counts     jsonb,
    problems   jsonb,
    reason     text
);

CREATE TABLE files (
    id           text COLLATE "C" PRIMARY KEY,
    path         text COLLATE "C" NOT NULL UNIQUE,
    language     text        NOT NULL,
    size         bigint      NOT NULL,
    modified_at  timestamptz NOT NULL,
    content_hash text        NOT NULL,
    last_scanned timestamptz NOT NULL,
    module       text COLLATE "C" NOT NULL,
    docstring    text,
    title        text,
    public       jsonb,
    problem      text,
    parser_version integer NOT NULL,
    version      bigint  NOT NULL,
    position     bigint  NOT NULL,
    functions    integer NOT NULL,
    classes      integer NOT NULL,
    types        integer NOT NULL,
    "references" integer NOT NULL
);
COMMENT ON COLUMN files.version IS 'Of the stream: whoever reads these columns instead of the log knows whether they are current.';
COMMENT ON COLUMN files.types IS 'How many of the classes are interfaces, aliases, enums and the like.';
COMMENT ON COLUMN files.position IS 'Of the event that last recorded this file, perhaps only because a newer parser read it.';
COMMENT ON COLUMN files.last_scanned IS 'When a scan last recorded this content, not when one last saw it unchanged.';

-- The event since which the content of a file is what it is: tells what changed last without a clock.
CREATE TABLE contents (
    file_id      text COLLATE "C" PRIMARY KEY,
    content_hash text   NOT NULL,
    version      bigint NOT NULL,
    position     bigint NOT NULL,
    scanned      text   NOT NULL
);
COMMENT ON TABLE contents IS 'Also of files whose last event the database refused; without a foreign key, as such a file may have no row.';
COMMENT ON COLUMN contents.scanned IS 'As written in the event: only whether two are the same counts.';

-- Each file has one symbol of kind module, ordinal 0; the others follow in the order of the file.
CREATE TABLE symbols (
    id             text COLLATE "C" PRIMARY KEY,
    file_id        text COLLATE "C" NOT NULL,
    ordinal        integer NOT NULL,
    kind           text    NOT NULL CHECK (kind IN ('module', 'function', 'method', 'class', 'schema')),
    name           text    NOT NULL,
    qualified_name text    NOT NULL,
    dotted_name    text COLLATE "C" NOT NULL,
    key            text COLLATE "C",
    parent         text COLLATE "C",
    signature      text    NOT NULL,
    docstring      text,
    start_line     integer NOT NULL,
    end_line       integer,
    parameters     jsonb   NOT NULL,
    returns        text,
    is_async       boolean NOT NULL,
    description    text,
    returns_description text,
    role           text,
    is_exported    boolean NOT NULL,
    decorators     jsonb   NOT NULL,
    columns        jsonb   NOT NULL,
    page_key       text COLLATE "C",
    page_slug      text COLLATE "C",
    page           text COLLATE "C",
    anchor         text COLLATE "C"
);
COMMENT ON COLUMN symbols.key IS 'By what name other files find it; null where the language has no such names.';
COMMENT ON COLUMN symbols.page IS 'The slug, or the slug with a hash where another symbol has the same page_key; null for classes, which have an anchor on the page of their module, and for files that are no modules.';
CREATE INDEX symbols_file ON symbols (file_id);

-- How pages name and link a symbol. What a page shows of a symbol of another file must come from here: the projector
-- compares these columns to find the pages that show something old.
CREATE VIEW links AS
SELECT symbol.id, symbol.file_id, symbol.dotted_name, coalesce(symbol.page, module.page || '#' || symbol.anchor) AS page
  FROM symbols AS symbol
  JOIN symbols AS module ON module.id = 'module:' || substr(symbol.file_id, length('file:') + 1)
 WHERE module.page IS NOT NULL;

CREATE TABLE symbol_references (
    file_id text COLLATE "C" NOT NULL,
    ordinal integer NOT NULL,
    kind    text    NOT NULL,
    source  text COLLATE "C" NOT NULL,
    name    text    NOT NULL,
    scope   text COLLATE "C",
    target  text COLLATE "C",
    line    integer NOT NULL,
    code    text COLLATE "C",
    PRIMARY KEY (file_id, ordinal)
);
COMMENT ON COLUMN symbol_references.scope IS 'From where the target is looked up, empty for everywhere alike; null for a target that is not looked up.';

-- Keys that lead to other names: a name bound to another; at the key of a module what a star takes in, and the path that a
-- pattern of specifiers stands for; at the key of a class its bases.
CREATE TABLE bindings (
    file_id text COLLATE "C" NOT NULL,
    ordinal integer NOT NULL,
    kind    text    NOT NULL CHECK (kind IN ('name', 'star', 'path', 'base')),
    key     text COLLATE "C" NOT NULL,
    pattern text,
    scope   text COLLATE "C",
    target  text COLLATE "C",
    PRIMARY KEY (file_id, ordinal)
);

-- Each name that references use, and the symbol it leads to, if that is in the repository.
CREATE TABLE names (
    target    text COLLATE "C" NOT NULL,
    scope     text COLLATE "C" NOT NULL,
    symbol_id text COLLATE "C",
    PRIMARY KEY (target, scope)
);

-- Where a change would lead a name elsewhere, besides at the name itself: at a step, or at what a step lies below.
CREATE TABLE trails (
    target text COLLATE "C" NOT NULL,
    scope  text COLLATE "C" NOT NULL,
    step   text COLLATE "C" NOT NULL
);

-- At every position: symbol_references joined with names and those with symbols, grouped by symbols and type.
CREATE TABLE relationships (
    id            text COLLATE "C" PRIMARY KEY,
    source_file   text COLLATE "C" NOT NULL,
    target_file   text COLLATE "C" NOT NULL,
    type          text  NOT NULL,
    metadata      jsonb NOT NULL,
    source_symbol text COLLATE "C" NOT NULL,
    target_symbol text COLLATE "C" NOT NULL
);

-- What modules offer that other files define, by name; no name for all that another module offers. A package of Python
-- offers what it imports from the repository, other modules of Python what they list, scripts what they export.
CREATE VIEW offers AS
SELECT binding.file_id, binding.ordinal, module.id AS module_id, kept.name, names.symbol_id
  FROM bindings AS binding
  JOIN files ON files.id = binding.file_id
  JOIN symbols AS module ON module.id = 'module:' || files.path
 CROSS JOIN LATERAL (SELECT substr(binding.key, length(module.key) + 2) AS name) AS kept
  JOIN names ON names.target = binding.target AND names.scope = binding.scope
  JOIN symbols AS symbol ON symbol.id = names.symbol_id AND symbol.file_id <> binding.file_id
 WHERE binding.kind IN ('name', 'star')
   -- Whether the file uses the name itself is asked only of what it offers.
   AND CASE WHEN CASE WHEN kept.name = '' THEN true
                      WHEN kept.name ~ '[.(:]' THEN false
                      WHEN files.language <> 'python' THEN true
                      WHEN files.public IS NOT NULL THEN files.public ? kept.name
                      ELSE files.path ~ '(^|/)__init__[.]py$' AND kept.name !~ '^_' END
            THEN EXISTS (SELECT FROM symbol_references AS used
                          WHERE used.target = binding.target AND used.file_id = binding.file_id
                            AND used.kind = 'imports')
            ELSE false END;

CREATE TABLE llm_providers (
    id            text COLLATE "C" PRIMARY KEY,
    name          text        NOT NULL,
    provider_type text        NOT NULL
                  CHECK (provider_type IN ('openai', 'anthropic', 'xai', 'google', 'ollama', 'cli_bridge')),
    is_enabled    boolean     NOT NULL,
    config        jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);
COMMENT ON COLUMN llm_providers.config IS 'As the event has it: whatever may be a secret is sealed, and opened nowhere in the read model.';

CREATE TABLE llm_profiles (
    id            text COLLATE "C" PRIMARY KEY,
    role          text        NOT NULL
                  CHECK (role IN ('manager', 'librarian', 'qa', 'security', 'ui_ux', 'chat', 'analyzer')),
    display_name  text        NOT NULL,
    description   text        NOT NULL,
    provider_id   text COLLATE "C" NOT NULL REFERENCES llm_providers (id),
    model         text        NOT NULL,
    temperature   double precision,
    system_prompt text        NOT NULL,
    max_tokens    bigint,
    enabled       boolean     NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);

CREATE TABLE chat_sessions (
    id         text COLLATE "C" PRIMARY KEY,
    title      text        NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE chat_messages (
    id         text COLLATE "C" PRIMARY KEY,
    session_id text COLLATE "C" NOT NULL REFERENCES chat_sessions (id) ON DELETE CASCADE,
    role       text        NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
    content    text        NOT NULL,
    citations  jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    number     bigint      NOT NULL,
    UNIQUE (session_id, number)
);

CREATE TABLE tasks (
    id                   text COLLATE "C" PRIMARY KEY,
    type                 text        NOT NULL,
    title                text        NOT NULL,
    description          text        NOT NULL,
    status               text        NOT NULL
                         CHECK (status IN ('created', 'claimed', 'in_progress', 'blocked', 'completed', 'cancelled')),
    priority             text        NOT NULL,
    assigned_to          text,
    depends_on           jsonb       NOT NULL,
    guardrails           jsonb       NOT NULL,
    context              jsonb       NOT NULL,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    completed_at         timestamptz,
    percentage           bigint      NOT NULL,
    created_by           text        NOT NULL,
    published_at         timestamptz,
    published_by         text,
    published_status     text,
    published_percentage bigint,
    published_version    bigint
);
COMMENT ON COLUMN tasks.published_version IS 'The event of the task up to which its report tells; null as long as there is none.';
CREATE INDEX tasks_status ON tasks (status);

CREATE TABLE task_history (
    id          text COLLATE "C" PRIMARY KEY,
    task_id     text COLLATE "C" NOT NULL REFERENCES tasks (id),
    action      text        NOT NULL,
    agent       text        NOT NULL,
    details     jsonb       NOT NULL,
    "timestamp" timestamptz NOT NULL,
    version     bigint      NOT NULL,
    UNIQUE (task_id, version)
);

CREATE TABLE findings (
    id          text COLLATE "C" PRIMARY KEY,
    task_id     text COLLATE "C" NOT NULL REFERENCES tasks (id),
    type        text        NOT NULL CHECK (type IN ('bug', 'improvement', 'question', 'blocker')),
    description text        NOT NULL,
    files       jsonb       NOT NULL,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    status      text        NOT NULL CHECK (status IN ('open', 'resolved')),
    resolution  text,
    resolved_by text,
    resolved_at timestamptz
);
CREATE INDEX findings_task ON findings (task_id);

CREATE TABLE decisions (
    id            text COLLATE "C" PRIMARY KEY,
    title         text        NOT NULL,
    context       text        NOT NULL,
    decision      text        NOT NULL,
    rationale     text        NOT NULL,
    created_at    timestamptz NOT NULL,
    created_by    text        NOT NULL,
    number        bigint      NOT NULL UNIQUE,
    status        text        NOT NULL CHECK (status IN ('accepted', 'superseded')),
    superseded_by text COLLATE "C" REFERENCES decisions (id),
    superseded_at timestamptz,
    task_id       text COLLATE "C" REFERENCES tasks (id)
);
COMMENT ON COLUMN decisions.number IS 'Counts every recorded decision in the order of the feed, the parked ones too.';
COMMENT ON COLUMN decisions.superseded_by IS 'What a decision supersedes is the other side of this and stored nowhere else.';
CREATE INDEX decisions_superseded_by ON decisions (superseded_by);
CREATE INDEX decisions_task ON decisions (task_id);

CREATE TABLE completion_reports (
    id           text COLLATE "C" PRIMARY KEY,
    task_id      text COLLATE "C" NOT NULL UNIQUE REFERENCES tasks (id),
    summary      text        NOT NULL,
    changes      jsonb       NOT NULL,
    tests_passed boolean     NOT NULL,
    notes        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL
);

CREATE TABLE blockers (
    id          text COLLATE "C" PRIMARY KEY,
    task_id     text COLLATE "C" NOT NULL REFERENCES tasks (id),
    description text        NOT NULL,
    needs       text        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('open', 'resolved')),
    created_at  timestamptz NOT NULL,
    resolved_at timestamptz,
    created_by  text        NOT NULL,
    resolution  text,
    resolved_by text
);
CREATE INDEX blockers_task ON blockers (task_id);

CREATE TABLE patterns (
    id          text COLLATE "C" PRIMARY KEY,
    name        text        NOT NULL,
    description text        NOT NULL,
    example     text        NOT NULL,
    files       jsonb       NOT NULL,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    status      text        NOT NULL CHECK (status IN ('active', 'retired')),
    reason      text,
    retired_by  text,
    retired_at  timestamptz
);

-- The latest summary of the document of a file, function or class, whether or not that is (still) there.
CREATE TABLE summaries (
    id          text COLLATE "C" PRIMARY KEY,
    path        text        NOT NULL,
    text        text        NOT NULL,
    model       text,
    file_hash   text        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- Where the pages of decisions, patterns and task reports lie; who has no row here has no page.
CREATE TABLE pages (
    id        text COLLATE "C" PRIMARY KEY,
    page_key  text COLLATE "C" NOT NULL,
    page_slug text COLLATE "C" NOT NULL,
    page      text COLLATE "C" NOT NULL
);
COMMENT ON COLUMN pages.page IS 'As that of symbols: the slug, or the slug with a hash where another page has the same key.';

-- What a name in a text may mean: a file by its path, or else a symbol by its dotted name.
CREATE VIEW meanings AS
SELECT files.path AS name, links.id, links.file_id, links.page, 0 AS rank
  FROM files JOIN links ON links.id = 'module:' || files.path
 UNION ALL
SELECT dotted_name, id, file_id, page, 1 FROM links;

-- The names that documents mention, and where each of them leads: at every position that is the first of its meanings.
CREATE TABLE mentions (
    document_id text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    target      text COLLATE "C",
    file_id     text COLLATE "C",
    page        text COLLATE "C"
);
CREATE INDEX mentions_document ON mentions (document_id);
CREATE INDEX mentions_name ON mentions USING hash (name);
CREATE INDEX mentions_file ON mentions (file_id);

-- What leads from where to where: the relationships of all documents, which a test holds equal to theirs.
CREATE VIEW edges AS
SELECT source_symbol AS source, type, target_symbol AS target FROM relationships WHERE source_symbol <> target_symbol
 UNION ALL
SELECT parent, 'contains', id FROM symbols WHERE parent IS NOT NULL
 UNION ALL
SELECT DISTINCT document_id, 'mentions', target FROM mentions WHERE target IS NOT NULL
 UNION ALL
SELECT 'decision:' || superseded_by, 'supersedes', 'decision:' || id FROM decisions WHERE superseded_by IS NOT NULL;

CREATE TABLE documents (
    id            text COLLATE "C" PRIMARY KEY,
    type          text  NOT NULL,
    title         text  NOT NULL,
    content       text  NOT NULL,
    metadata      jsonb NOT NULL,
    relationships jsonb NOT NULL,
    content_hash  text  NOT NULL,
    problem       text,
    summary       text  NOT NULL,
    name_words    text  NOT NULL,
    search        tsvector NOT NULL
);
COMMENT ON COLUMN documents.relationships IS 'Pairs of type and target document; the source is the document itself.';
COMMENT ON COLUMN documents.problem IS 'Why this document could not be rendered; its content says no more than that.';
COMMENT ON COLUMN documents.name_words IS 'The words of the plain name: a query of just these words finds it first.';

-- How many batches the overview pages do not show yet, because more was to be read; no row when they show all.
CREATE TABLE overview_behind (
    is_single boolean PRIMARY KEY DEFAULT true CHECK (is_single),
    batches   integer NOT NULL
);

-- name: first_checkpoint
-- A generation begins at position zero, and says which program made it.
INSERT INTO checkpoint (position, tables_version, rendering_version) VALUES (0, %(tables)s, %(rendering)s);

-- name: key_indexes
-- Made when a rebuild has all facts, before it resolves names. Hash indexes where a name may be longer than a b-tree takes.
CREATE INDEX symbols_key ON symbols USING hash (key);
CREATE INDEX bindings_key ON bindings USING hash (key);
CREATE INDEX bindings_target ON bindings USING hash (target);

-- name: indexes
-- Made when all names were resolved: by these the documents of files are rendered.
CREATE INDEX relationships_source_file ON relationships (source_file);
CREATE INDEX relationships_target_file ON relationships (target_file);
CREATE INDEX relationships_source_symbol ON relationships (source_symbol);
CREATE INDEX relationships_target_symbol ON relationships (target_symbol);

-- name: other_indexes
-- Made while the last documents of files are rendered: reports and later batches look by these.
CREATE INDEX symbols_dotted_name ON symbols USING hash (dotted_name);
CREATE INDEX names_symbol ON names USING hash (symbol_id);
CREATE INDEX trails_target ON trails (target);
CREATE INDEX trails_step ON trails (step);
CREATE INDEX symbols_page_key ON symbols (page_key);
CREATE INDEX symbol_references_target ON symbol_references USING hash (target);

-- name: foreign_keys
-- Made with these: asked of all rows at once they cost a few joins, row by row as much as writing the rows.
ALTER TABLE symbols ADD FOREIGN KEY (file_id) REFERENCES files (id);
ALTER TABLE symbol_references ADD FOREIGN KEY (file_id) REFERENCES files (id);
ALTER TABLE bindings ADD FOREIGN KEY (file_id) REFERENCES files (id);
ALTER TABLE relationships ADD FOREIGN KEY (source_file) REFERENCES files (id),
                          ADD FOREIGN KEY (target_file) REFERENCES files (id);

-- name: search_indexes
-- Made when a rebuild has all documents: several times faster than adding them one by one.
CREATE INDEX documents_search ON documents USING gin (search);
CREATE INDEX documents_together ON documents USING hash (regexp_replace(lower(title), '[\W_]', '', 'g'));
