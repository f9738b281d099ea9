import { randomUUID } from 'node:crypto'
import type { Queryable, Rule, RuleContent, Tx } from '../domain/index.ts'

export interface StoredRule extends Rule {
  /** The name the shipped file has for it; null for one written here. */
  shippedAs: string | null
  updatedAt: Date
}

export interface RuleVersion {
  version: number
  /** Null for what was shipped. */
  authorName: string | null
  restoredFrom: number | null
  content: RuleContent
  createdAt: Date
}

interface RuleRow {
  id: string
  version: number
  enabled: boolean
  place: number
  shipped_as: string | null
  updated_at: Date
  content: RuleContent
}

const toRule = (row: RuleRow): StoredRule => ({
  id: row.id,
  version: row.version,
  enabled: row.enabled,
  place: row.place,
  shippedAs: row.shipped_as,
  updatedAt: row.updated_at,
  content: row.content,
})

const RULE = `select r.id, r.version, r.enabled, r.place, r.shipped_as, r.updated_at, v.content
  from rules r join rule_versions v on v.rule_id = r.id and v.version = r.version
  where r.removed_at is null`

/** All rules in their order. */
export async function listRules(db: Queryable): Promise<StoredRule[]> {
  return (await db.query<RuleRow>(`${RULE} order by r.place, r.id`)).map(toRule)
}

export async function findRule(db: Queryable, id: string): Promise<StoredRule | null> {
  const [row] = await db.query<RuleRow>(`${RULE} and r.id = $1`, [id])
  return row ? toRule(row) : null
}

/** Whoever changes rules takes this first: order and versions change one after the other. */
export async function lockRules(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [RULES_LOCK])
}
/** Any number that nothing else in this database locks. */
const RULES_LOCK = 7_265_012

/** Stores a new rule behind all others; returns its id. Shipped ones come once: null when this one was here before. */
export async function insertRule(
  tx: Tx,
  rule: { content: RuleContent; enabled: boolean; authorId: string | null; shippedAs: string | null },
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `insert into rules (id, version, enabled, place, shipped_as)
     select $1, 1, $2, coalesce(max(place), 0) + 1, $3 from rules
     on conflict (shipped_as) do nothing
     returning id`,
    [randomUUID(), rule.enabled, rule.shippedAs],
  )
  if (!row) return null
  await insertVersion(tx, { ...rule, ruleId: row.id, version: 1, restoredFrom: null })
  return row.id
}

/** The next version of a rule, which runs from now on. */
export async function saveRule(
  tx: Tx,
  rule: { ruleId: string; version: number; content: RuleContent; authorId: string | null; restoredFrom: number | null },
): Promise<void> {
  await insertVersion(tx, rule)
  await tx.query('update rules set version = $2, updated_at = now() where id = $1', [rule.ruleId, rule.version])
}

async function insertVersion(
  tx: Tx,
  row: { ruleId: string; version: number; content: RuleContent; authorId: string | null; restoredFrom: number | null },
): Promise<void> {
  await tx.query(
    `insert into rule_versions (rule_id, version, content, author_id, restored_from) values ($1, $2, $3::jsonb, $4, $5)`,
    [row.ruleId, row.version, JSON.stringify(row.content), row.authorId, row.restoredFrom],
  )
}

export async function setEnabled(tx: Tx, id: string, enabled: boolean): Promise<void> {
  await tx.query('update rules set enabled = $2, updated_at = now() where id = $1', [id, enabled])
}

export async function removeRule(tx: Tx, id: string): Promise<void> {
  await tx.query('update rules set removed_at = now(), enabled = false where id = $1', [id])
}

/** Gives the rules the places 1, 2, 3 … in the order of `ids`. */
export async function orderRules(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(
    `update rules set place = wanted.place from unnest($1::uuid[]) with ordinality as wanted (id, place)
     where rules.id = wanted.id`,
    [ids],
  )
}

export async function findVersion(db: Queryable, ruleId: string, version: number): Promise<RuleContent | null> {
  const [row] = await db.query<{ content: RuleContent }>(
    'select content from rule_versions where rule_id = $1 and version = $2',
    [ruleId, version],
  )
  return row?.content ?? null
}

/** Every version, newest first. */
export async function listVersions(db: Queryable, ruleId: string): Promise<RuleVersion[]> {
  const rows = await db.query<{
    version: number
    author_name: string | null
    restored_from: number | null
    content: RuleContent
    created_at: Date
  }>(
    `select v.version, a.name as author_name, v.restored_from, v.content, v.created_at
     from rule_versions v left join agents a on a.id = v.author_id
     where v.rule_id = $1 order by v.version desc`,
    [ruleId],
  )
  return rows.map((row) => ({
    version: row.version,
    authorName: row.author_name,
    restoredFrom: row.restored_from,
    content: row.content,
    createdAt: row.created_at,
  }))
}
