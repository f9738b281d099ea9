import { invalid, type NewEvent, type Queryable, type TagOnConversation, type Tx } from '../domain/index.ts'

/** A model sets an intent's tags from this calibrated probability on: seven in ten such tags or more are right. */
export const MODEL_TAG_PROBABILITY = 0.7

export interface TagChange {
  add: readonly string[]
  remove: readonly string[]
}

/** The conversation's tags by name. */
export async function listTags(db: Queryable, conversationId: string): Promise<TagOnConversation[]> {
  return db.query<TagOnConversation>(
    `select tag, source, confidence::float8 as confidence from conversation_tags where conversation_id = $1 order by tag`,
    [conversationId],
  )
}

/**
 * Adds the tags of a message's first intent when the reading is sure enough; never one that a person took away.
 * A tag already there keeps its source and its higher confidence. Returns the events to write; none when nothing was added.
 */
export async function setModelTags(
  tx: Tx,
  conversationId: string,
  reading: { tags: readonly string[]; probability: number },
): Promise<NewEvent[]> {
  if (reading.probability < MODEL_TAG_PROBABILITY || reading.tags.length === 0) return []
  const added: string[] = []
  for (const tag of new Set(reading.tags)) {
    const [row] = await tx.query<{ is_new: boolean }>(
      `insert into conversation_tags (conversation_id, tag, source, confidence)
       select $1, $2, 'intent', $3
       where not exists (select 1 from removed_tags where conversation_id = $1 and tag = $2)
       on conflict (conversation_id, tag) do update set confidence = excluded.confidence
       where conversation_tags.source = 'intent' and conversation_tags.confidence < excluded.confidence
       returning xmax = 0 as is_new`,
      [conversationId, tag, reading.probability],
    )
    if (row?.is_new) added.push(tag)
  }
  if (added.length === 0) return []
  const tags = await listTags(tx, conversationId)
  return [{ type: 'tags.changed', data: { tags, added, removed: [] }, actor: { kind: 'assistant', id: null } }]
}

/**
 * What an agent adds and takes away. Returns the events to write: none when everything was so already. Throws
 * `invalid-request` for a tag that is not in `knownTags` or stands on both sides. `modelVersion` is the engine's whose
 * tags they saw.
 */
export async function changeTags(
  tx: Tx,
  conversationId: string,
  change: TagChange,
  by: { agentId: string; modelVersion: string | null; knownTags: ReadonlySet<string> },
): Promise<NewEvent[]> {
  checkChange(change, by.knownTags)
  const actor = { kind: 'agent', id: by.agentId } as const
  const corrections: NewEvent[] = []
  const added: string[] = []
  const removed: string[] = []

  for (const tag of new Set(change.add)) {
    await tx.query('delete from removed_tags where conversation_id = $1 and tag = $2', [conversationId, tag])
    const rows = await tx.query(
      `insert into conversation_tags (conversation_id, tag, source) values ($1, $2, 'agent')
       on conflict do nothing returning tag`,
      [conversationId, tag],
    )
    if (rows.length === 0) continue
    added.push(tag)
    const data = { tag, action: 'added' as const, wasSource: null, modelVersion: by.modelVersion }
    corrections.push({ type: 'tag.corrected', data, actor })
  }
  for (const tag of new Set(change.remove)) {
    const [row] = await tx.query<{ source: string }>(
      'delete from conversation_tags where conversation_id = $1 and tag = $2 returning source',
      [conversationId, tag],
    )
    if (!row) continue
    removed.push(tag)
    await tx.query('insert into removed_tags (conversation_id, tag) values ($1, $2) on conflict do nothing', [
      conversationId,
      tag,
    ])
    const data = { tag, action: 'removed' as const, wasSource: row.source, modelVersion: by.modelVersion }
    corrections.push({ type: 'tag.corrected', data, actor })
  }
  if (corrections.length === 0) return []
  const tags = await listTags(tx, conversationId)
  return [{ type: 'tags.changed', data: { tags, added, removed }, actor }, ...corrections]
}

function checkChange(change: TagChange, knownTags: ReadonlySet<string>): void {
  // A tag that went out of use may still be taken away.
  const unknown = change.add.find((tag) => !knownTags.has(tag))
  if (unknown !== undefined) {
    throw invalid('tag-unknown', `The tags were not changed: "${unknown}" is not one of the tags in use.`, 'add')
  }
  const both = change.add.find((tag) => change.remove.includes(tag))
  if (both !== undefined) {
    throw invalid('tag-on-both-sides', `The tags were not changed: "${both}" is both to be added and removed.`, 'add')
  }
}
