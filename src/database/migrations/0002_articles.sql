-- Articles written in the console, beside the files of knowledge-base/. A published one stands before a file of its id.
create table articles (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- The newest version; every save makes the next.
  version integer not null check (version > 0),
  status text not null check (status in ('draft', 'published', 'archived')),
  -- The version that is searched, while the article is published. A newer one waits to be published.
  published_version integer check (published_version <= version),
  -- Raised by every change; the place of the last one in the order of all changes.
  revision bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((status = 'published') = (published_version is not null))
);
create index articles_revision on articles (revision);

create table article_versions (
  article_id text not null references articles (id) on delete cascade,
  version integer not null check (version > 0),
  content jsonb not null,
  -- Null when nobody who works here wrote it, as by the command line.
  author_id uuid references agents (id) on delete set null,
  -- What the author did: wrote it, brought version `restored_from` back, or imported it.
  restored_from integer,
  created_at timestamptz not null default now(),
  primary key (article_id, version)
);

-- One row. Whoever changes an article raises it first, so that changes commit in its order and readers miss none.
create table article_revision (
  only_row boolean primary key default true check (only_row),
  revision bigint not null
);

-- Vectors of texts of articles by hash of encoder and text; may be emptied at any time.
create table article_vectors (
  key text primary key,
  vector bytea not null,
  kept_at timestamptz not null default now()
);
