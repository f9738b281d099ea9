import type { ArticleContent, Queryable } from '../domain/index.ts'

export type ArticleStatus = 'draft' | 'published' | 'archived'

export interface StoredArticle {
  id: string
  /** The newest; `content` is of it. */
  version: number
  status: ArticleStatus
  publishedVersion: number | null
  content: ArticleContent
  createdAt: Date
  updatedAt: Date
}

export interface ArticleVersion {
  version: number
  authorName: string | null
  restoredFrom: number | null
  createdAt: Date
}

/** A change of what is searched: the content published, or null where the article no longer is. */
export interface PublishedChange {
  id: string
  content: ArticleContent | null
  /** When the published version was written. */
  writtenAt: Date
  revision: number
}

interface ArticleRow {
  id: string
  version: number
  status: ArticleStatus
  published_version: number | null
  content: ArticleContent
  created_at: Date
  updated_at: Date
}

const ARTICLES = `
  select a.id, a.version, a.status, a.published_version, v.content, a.created_at, a.updated_at
  from articles a join article_versions v on v.article_id = a.id and v.version = a.version`

const toStored = (row: ArticleRow): StoredArticle => ({
  id: row.id,
  version: row.version,
  status: row.status,
  publishedVersion: row.published_version,
  content: row.content,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** A row of the list: the content without its body and questions. */
export interface ListedArticle extends Omit<StoredArticle, 'content'> {
  content: Omit<ArticleContent, 'body' | 'questions'>
  /** What the list is sorted by: the title in small letters, compared byte by byte. */
  key: string
}

export interface ArticleFilter {
  /** All stand in title, summary, questions, tags or body; in any case. */
  words: string[]
  status: ArticleStatus | null
  language: string | null
  audience: ArticleContent['audience'] | null
  tag: string | null
}

/** The place after which a page begins. */
export interface ListPlace {
  key: string
  id: string
}

/**
 * One page of the articles that fit, by title, and how many fit in all. Archived ones only when asked for, and never those
 * among `fileIds`: there the file stands again.
 */
export async function listPage(
  db: Queryable,
  filter: ArticleFilter,
  page: { after: ListPlace | null; limit: number; fileIds: string[] },
): Promise<{ articles: ListedArticle[]; total: number }> {
  const { words, status, language, audience, tag } = filter
  const matching = `
    select a.id, a.version, a.status, a.published_version, v.content - 'body' - 'questions' as content, a.created_at,
      a.updated_at, lower(v.content ->> 'title') collate "C" as key
    from articles a join article_versions v on v.article_id = a.id and v.version = a.version
    where ($1::text is null and a.status <> 'archived' or a.status = $1)
      and not (a.status = 'archived' and a.id = any($2))
      and ($3::text is null or v.content ->> 'language' = $3)
      and ($4::text is null or v.content ->> 'audience' = $4)
      and ($5::text is null or v.content -> 'tags' @> to_jsonb($5::text))
      and not exists (
        select 1 from unnest($6::text[]) as word
        where position(lower(word) in lower(concat_ws(E'\\n',
          v.content ->> 'title', v.content ->> 'summary', v.content ->> 'body', v.content ->> 'tags',
          (select string_agg(question, E'\\n') from jsonb_array_elements_text(v.content -> 'questions') as question)
        ))) = 0
      )`
  const parameters = [status, page.fileIds, language, audience, tag, words]
  const [counted] = await db.query<{ total: number }>(
    `select count(*)::int as total from (${matching}) found`,
    parameters,
  )
  const rows = await db.query<ArticleRow & { key: string }>(
    `select * from (${matching}) found
     where $7::text is null or (key, id collate "C") > ($7::text collate "C", $8::text collate "C")
     order by key, id collate "C" limit $9`,
    [...parameters, page.after?.key ?? null, page.after?.id ?? null, page.limit],
  )
  const articles = rows.map(({ key, ...row }) => ({ ...toStored(row), key }))
  return { articles, total: counted?.total ?? 0 }
}

/** How those of these ids stand that the database holds. */
export function findHeads(db: Queryable, ids: string[]): Promise<Pick<StoredArticle, 'id' | 'version' | 'status'>[]> {
  return db.query('select id, version, status from articles where id = any($1)', [ids])
}

/** Every article in its newest version, by id. */
export async function listStored(db: Queryable): Promise<StoredArticle[]> {
  return (await db.query<ArticleRow>(`${ARTICLES} order by a.id`)).map(toStored)
}

export async function findStored(db: Queryable, id: string): Promise<StoredArticle | null> {
  const [row] = await db.query<ArticleRow>(`${ARTICLES} where a.id = $1`, [id])
  return row ? toStored(row) : null
}

/** Newest first, without their contents. */
export async function listVersions(db: Queryable, id: string): Promise<ArticleVersion[]> {
  const rows = await db.query<{
    version: number
    author_name: string | null
    restored_from: number | null
    created_at: Date
  }>(
    `select v.version, g.name as author_name, v.restored_from, v.created_at
     from article_versions v left join agents g on g.id = v.author_id
     where v.article_id = $1 order by v.version desc`,
    [id],
  )
  return rows.map((row) => ({
    version: row.version,
    authorName: row.author_name,
    restoredFrom: row.restored_from,
    createdAt: row.created_at,
  }))
}

export async function findVersion(db: Queryable, id: string, version: number): Promise<ArticleContent | null> {
  const [row] = await db.query<{ content: ArticleContent }>(
    'select content from article_versions where article_id = $1 and version = $2',
    [id, version],
  )
  return row?.content ?? null
}

/**
 * The number of the change about to be made. Holds the one row until the transaction ends: changes of articles go one
 * after another, and a reader that saw a number has seen every smaller one.
 */
export async function nextRevision(db: Queryable): Promise<number> {
  const [row] = await db.query<{ revision: number }>(
    `insert into article_revision (revision) values (1)
     on conflict (only_row) do update set revision = article_revision.revision + 1 returning revision`,
  )
  return row?.revision ?? 1
}

export async function currentRevision(db: Queryable): Promise<number> {
  const [row] = await db.query<{ revision: number }>('select revision from article_revision')
  return row?.revision ?? 0
}

/** Writes the head of an article: new, or in place of the old one. */
export async function writeHead(
  db: Queryable,
  head: Pick<StoredArticle, 'id' | 'version' | 'status' | 'publishedVersion'>,
  revision: number,
): Promise<void> {
  await db.query(
    `insert into articles (id, version, status, published_version, revision) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set version = excluded.version, status = excluded.status,
       published_version = excluded.published_version, revision = excluded.revision, updated_at = now()`,
    [head.id, head.version, head.status, head.publishedVersion, revision],
  )
}

export async function insertVersion(
  db: Queryable,
  id: string,
  version: number,
  written: { content: ArticleContent; authorId: string | null; restoredFrom: number | null },
): Promise<void> {
  await db.query(
    `insert into article_versions (article_id, version, content, author_id, restored_from)
     values ($1, $2, $3::jsonb, $4, $5)`,
    [id, version, JSON.stringify(written.content), written.authorId, written.restoredFrom],
  )
}

/** What became or ceased to be published after `revision`, oldest change first. */
export async function publishedSince(db: Queryable, revision: number): Promise<PublishedChange[]> {
  const rows = await db.query<{
    id: string
    content: ArticleContent | null
    written_at: Date | null
    updated_at: Date
    revision: number
  }>(
    `select a.id, v.content, v.created_at as written_at, a.updated_at, a.revision
     from articles a left join article_versions v on v.article_id = a.id and v.version = a.published_version
     where a.revision > $1 order by a.revision`,
    [revision],
  )
  return rows.map((row) => ({
    id: row.id,
    content: row.content,
    writtenAt: row.written_at ?? row.updated_at,
    revision: row.revision,
  }))
}
