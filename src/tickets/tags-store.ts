import {
  invalid,
  type NewEvent,
  type Queryable,
  type TagOnConversation,
  type TagReading,
  type Tx,
} from '../domain/index.ts'
import { keepTagExample } from './tag-examples-store.ts'

/** An intent's tags are set from this calibrated probability on: seven in ten such tags or more are right. */
export const MODEL_TAG_PROBABILITY = 0.7

export interface TagChange {
  add: readonly string[]
  remove: readonly string[]
}

/** What the models say of one message, as far as tags go. */
export interface TagsRead {
  messageId: string | null
  /** The tags of its first intent with the intent's probability; null where no intent was understood. */
  intent: { tags: readonly string[]; probability: number } | null
  readings: readonly TagReading[]
}

/** The conversation's tags by name. */
export async function listTags(db: Queryable, conversationId: string): Promise<TagOnConversation[]> {
  return db.query<TagOnConversation>(
    `select tag, source, confidence::float8 as confidence from conversation_tags where conversation_id = $1 order by tag`,
    [conversationId],
  )
}

/**
 * Adds the tags of a message's first intent and those the tags' model is sure of, and suggests what it is less sure of;
 * never one that a person took away. A tag already there keeps its source and its higher confidence. Returns the events
 * to write; none when no tag was added.
 */
export async function setModelTags(
  tx: Tx,
  conversationId: string,
  { messageId, intent, readings }: TagsRead,
): Promise<NewEvent[]> {
  const isSure = intent !== null && intent.probability >= MODEL_TAG_PROBABILITY
  const byIntent = (isSure ? intent.tags : []).map((tag) => ({
    tag,
    source: 'intent',
    confidence: intent?.probability,
  }))
  const byModel = readings
    .filter(({ isSet }) => isSet)
    .map(({ tag, probability }) => ({ tag, source: 'model', confidence: probability }))
  const whys = new Map(readings.map(({ tag, why }) => [tag, why]))
  // An intent says more plainly why; what spoke for the tag itself stands beside it.
  const set = new Map([...byModel, ...byIntent].map((one) => [one.tag, { ...one, why: whys.get(one.tag) ?? null }]))
  const rest = readings.filter(({ tag }) => !set.has(tag))
  if (rest.length > 0) await suggestTags(tx, conversationId, messageId, rest)
  if (set.size === 0) return []

  const rows = await tx.query<{ tag: string; is_new: boolean }>(
    `insert into conversation_tags (conversation_id, tag, source, confidence, why, message_id)
     select $1, r.tag, r.source, r.confidence, r.why, $3::uuid
     from jsonb_to_recordset($2::jsonb) as r (tag text, source text, confidence real, why jsonb)
     where not exists (select 1 from removed_tags d where d.conversation_id = $1 and d.tag = r.tag)
     on conflict (conversation_id, tag) do update
       set confidence = excluded.confidence, why = excluded.why, message_id = excluded.message_id
     where conversation_tags.source in ('intent', 'model') and conversation_tags.confidence < excluded.confidence
     returning tag, xmax = 0 as is_new`,
    [conversationId, JSON.stringify([...set.values()]), messageId],
  )
  await tx.query(
    `delete from suggested_tags s using conversation_tags t
     where s.conversation_id = $1 and t.conversation_id = $1 and t.tag = s.tag`,
    [conversationId],
  )
  const added = rows.filter(({ is_new }) => is_new).map(({ tag }) => tag)
  if (added.length === 0) return []
  return [await changed(tx, conversationId, { added, removed: [] }, { kind: 'assistant', id: null })]
}

async function suggestTags(tx: Tx, conversationId: string, messageId: string | null, readings: readonly TagReading[]) {
  await tx.query(
    `insert into suggested_tags (conversation_id, tag, confidence, why, message_id)
     select $1, r.tag, r.probability, r.why, $3::uuid
     from jsonb_to_recordset($2::jsonb) as r (tag text, probability real, why jsonb)
     where not exists (select 1 from removed_tags d where d.conversation_id = $1 and d.tag = r.tag)
       and not exists (select 1 from conversation_tags t where t.conversation_id = $1 and t.tag = r.tag)
     on conflict (conversation_id, tag) do update
       set confidence = excluded.confidence, why = excluded.why, message_id = excluded.message_id
     where suggested_tags.confidence < excluded.confidence`,
    [conversationId, JSON.stringify(readings), messageId],
  )
}

/**
 * What an agent adds and takes away; adding a tag that a model set or suggested confirms it, taking a suggestion away
 * ends it. Each is kept as an example to learn from. Returns the events to write: none when everything was so already.
 * Throws `invalid-request` for a tag that is not in `knownTags` or stands on both sides. `modelVersion` is the engine's
 * whose tags they saw.
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
  const correct = async (tag: string, action: 'added' | 'confirmed' | 'removed', before: Before) => {
    await keepTagExample(tx, { conversationId, tag, isRight: action !== 'removed', ...before, agentId: by.agentId })
    const data = { tag, action, wasSource: before.source, modelVersion: by.modelVersion }
    corrections.push({ type: 'tag.corrected', data, actor })
  }

  for (const tag of new Set(change.add)) {
    const before = await tagBefore(tx, conversationId, tag)
    if (before.source === 'agent') continue
    await tx.query('delete from removed_tags where conversation_id = $1 and tag = $2', [conversationId, tag])
    await tx.query(
      `insert into conversation_tags (conversation_id, tag, source) values ($1, $2, 'agent')
       on conflict (conversation_id, tag) do update set source = 'agent'`,
      [conversationId, tag],
    )
    if (before.source === null || before.source === 'suggestion') added.push(tag)
    await correct(tag, before.source === null ? 'added' : 'confirmed', before)
  }
  for (const tag of new Set(change.remove)) {
    const before = await tagBefore(tx, conversationId, tag)
    if (before.source === null) continue
    await tx.query('delete from conversation_tags where conversation_id = $1 and tag = $2', [conversationId, tag])
    await tx.query('insert into removed_tags (conversation_id, tag) values ($1, $2) on conflict do nothing', [
      conversationId,
      tag,
    ])
    if (before.source !== 'suggestion') removed.push(tag)
    await correct(tag, 'removed', before)
  }
  if (corrections.length === 0) return []
  await dropSuggestions(tx, conversationId, [...change.add, ...change.remove])
  // A confirmed tag has another source now, which rows of the inbox show.
  return [await changed(tx, conversationId, { added, removed }, actor), ...corrections]
}

interface Before {
  /** Null for a tag that neither stood there nor was suggested. */
  source: string | null
  messageId: string | null
}

/** How a tag stood before a person changed it, and the message it was read from. */
async function tagBefore(tx: Tx, conversationId: string, tag: string): Promise<Before> {
  const [row] = await tx.query<{ source: string; message_id: string | null }>(
    `select source, message_id from conversation_tags where conversation_id = $1 and tag = $2
     union all
     select 'suggestion', message_id from suggested_tags where conversation_id = $1 and tag = $2
     limit 1`,
    [conversationId, tag],
  )
  return { source: row?.source ?? null, messageId: row?.message_id ?? null }
}

/** What is set or taken away is not suggested any more. */
export async function dropSuggestions(tx: Tx, conversationId: string, tags: readonly string[]): Promise<void> {
  await tx.query(
    `delete from suggested_tags
     where conversation_id = $1 and tag in (select jsonb_array_elements_text($2::jsonb))`,
    [conversationId, JSON.stringify(tags)],
  )
}

async function changed(
  tx: Tx,
  conversationId: string,
  change: { added: string[]; removed: string[] },
  actor: NewEvent['actor'],
): Promise<NewEvent> {
  return { type: 'tags.changed', data: { tags: await listTags(tx, conversationId), ...change }, actor }
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
