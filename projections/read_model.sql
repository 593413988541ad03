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
    problem      text,
    version      bigint  NOT NULL,
    functions    integer NOT NULL,
    classes      integer NOT NULL,
    "references" integer NOT NULL
);
COMMENT ON COLUMN files.version IS 'Of the stream: whoever reads these columns instead of the log knows whether they are current.';
COMMENT ON COLUMN files.last_scanned IS 'When a scan last recorded this content, not when one last saw it unchanged.';

-- Each file has one symbol of kind module, ordinal 0; the others follow in the order of the file.
CREATE TABLE symbols (
    id             text COLLATE "C" PRIMARY KEY,
    file_id        text COLLATE "C" NOT NULL REFERENCES files (id),
    ordinal        integer NOT NULL,
    kind           text    NOT NULL CHECK (kind IN ('module', 'function', 'method', 'class')),
    name           text    NOT NULL,
    qualified_name text    NOT NULL,
    dotted_name    text COLLATE "C" NOT NULL,
    parent         text COLLATE "C",
    signature      text    NOT NULL,
    docstring      text,
    start_line     integer NOT NULL,
    end_line       integer,
    parameters     jsonb   NOT NULL,
    returns        text,
    is_async       boolean NOT NULL,
    page_key       text COLLATE "C",
    page_slug      text COLLATE "C",
    page           text COLLATE "C",
    anchor         text COLLATE "C"
);
COMMENT ON COLUMN symbols.page IS 'The slug, or the slug with a hash where another symbol has the same page_key; null for classes, which have an anchor on the page of their module.';
CREATE INDEX symbols_file ON symbols (file_id);

-- How pages name and link a symbol. What a page shows of a symbol of another file must come from here: the projector
-- compares these columns to find the pages that show something old.
CREATE VIEW links AS
SELECT symbol.id, symbol.file_id, symbol.dotted_name, coalesce(symbol.page, module.page || '#' || symbol.anchor) AS page
  FROM symbols AS symbol
  JOIN symbols AS module ON module.id = 'module:' || substr(symbol.file_id, length('file:') + 1);

CREATE TABLE symbol_references (
    file_id text COLLATE "C" NOT NULL REFERENCES files (id),
    ordinal integer NOT NULL,
    kind    text    NOT NULL,
    source  text COLLATE "C" NOT NULL,
    name    text    NOT NULL,
    target  text COLLATE "C",
    line    integer NOT NULL,
    PRIMARY KEY (file_id, ordinal)
);

-- At every position: symbol_references joined with symbols on target = dotted_name, grouped by symbols and type.
CREATE TABLE relationships (
    id            text COLLATE "C" PRIMARY KEY,
    source_file   text COLLATE "C" NOT NULL REFERENCES files (id),
    target_file   text COLLATE "C" NOT NULL REFERENCES files (id),
    type          text  NOT NULL,
    metadata      jsonb NOT NULL,
    source_symbol text COLLATE "C" NOT NULL,
    target_symbol text COLLATE "C" NOT NULL
);

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

-- name: first_checkpoint
INSERT INTO checkpoint (position, tables_version, rendering_version) VALUES (0, %(tables)s, %(rendering)s);

-- name: indexes
-- Made when a rebuild has all facts. Hash indexes where a name may be longer than a b-tree takes.
CREATE INDEX symbols_dotted_name ON symbols USING hash (dotted_name);
CREATE INDEX symbols_page_key ON symbols (page_key);
CREATE INDEX symbol_references_target ON symbol_references USING hash (target);
CREATE INDEX relationships_source_file ON relationships (source_file);
CREATE INDEX relationships_target_file ON relationships (target_file);
CREATE INDEX relationships_source_symbol ON relationships (source_symbol);
CREATE INDEX relationships_target_symbol ON relationships (target_symbol);

-- name: search_index
-- Made when a rebuild has all documents: several times faster than adding them one by one.
CREATE INDEX documents_search ON documents USING gin (search);
