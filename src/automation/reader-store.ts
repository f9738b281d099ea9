import type { Queryable, Tx } from '../domain/index.ts'
import type { StoredEvent } from './occurrences.ts'

interface EventRow {
  id: string
  conversation_id: string
  type: string
  data: Record<string, unknown>
  actor_kind: string
  at: Date
  caused_by: string[] | null
  position: number
}

const toEvent = (row: EventRow): StoredEvent => ({
  id: row.id,
  conversationId: row.conversation_id,
  type: row.type,
  data: row.data,
  actor: row.actor_kind,
  at: row.at,
  causedBy: row.caused_by ?? [],
})

/** Begins at the end of the stream as it is now, if the reader is new: nothing that happened before is acted on. */
export async function beginReading(db: Queryable, reader: string): Promise<void> {
  await db.query(
    `insert into event_readers (name, position) select $1, coalesce(max(position), 0) from events
     on conflict (name) do nothing`,
    [reader],
  )
}

/** Takes the reader for this node, or keeps it; false while another node has it. */
export async function takeReader(db: Queryable, reader: string, token: string, leaseMs: number): Promise<boolean> {
  const rows = await db.query(
    `update event_readers set lease_token = $2, lease_until = now() + $3 * interval '1 millisecond'
     where name = $1 and (lease_token is null or lease_token = $2 or lease_until < now())
     returning 1`,
    [reader, token, leaseMs],
  )
  return rows.length > 0
}

export async function leaveReader(db: Queryable, reader: string, token: string): Promise<void> {
  await db.query(
    'update event_readers set lease_token = null, lease_until = null where name = $1 and lease_token = $2',
    [reader, token],
  )
}

/** The next events of these types behind the reader's place, and the place after them. */
export async function readNext(
  db: Queryable,
  reader: string,
  types: readonly string[],
  limit: number,
): Promise<{ events: (StoredEvent & { position: number })[]; from: number; to: number }> {
  const [place] = await db.query<{ position: number; last: number }>(
    `select position, (select coalesce(max(position), 0) from events) as last from event_readers where name = $1`,
    [reader],
  )
  if (!place || place.last <= place.position)
    return { events: [], from: place?.position ?? 0, to: place?.position ?? 0 }
  const rows = await db.query<EventRow>(
    `select id, conversation_id, type, data, actor_kind, at, caused_by, position from events
     where position > $1 and position <= $2 and type = any($3::text[])
     order by position limit $4`,
    [place.position, place.last, types, limit],
  )
  const events = rows.map((row) => ({ ...toEvent(row), position: row.position }))
  // A full page ends at its last event; a page that is not full has everything up to the end.
  const to = rows.length === limit ? (events.at(-1)?.position ?? place.last) : place.last
  return { events, from: place.position, to }
}

export async function findEvent(db: Queryable, id: string): Promise<StoredEvent | null> {
  const [row] = await db.query<EventRow>(
    'select id, conversation_id, type, data, actor_kind, at, caused_by, position from events where id = $1',
    [id],
  )
  return row ? toEvent(row) : null
}

/** Moves on from `from` to `to`; false when another node has the reader meanwhile, and everything must be undone. */
export async function moveReader(tx: Tx, reader: string, token: string, from: number, to: number): Promise<boolean> {
  const rows = await tx.query(
    'update event_readers set position = $4 where name = $1 and lease_token = $2 and position = $3 returning 1',
    [reader, token, from, to],
  )
  return rows.length > 0
}

/** Marks every event this transaction wrote for the conversation as brought about by these rules. */
export async function markConsequences(tx: Tx, conversationId: string, causedBy: readonly string[]): Promise<void> {
  await tx.query(
    `update events set caused_by = $2::jsonb
     where conversation_id = $1 and position is null and xmin = pg_current_xact_id()::xid`,
    [conversationId, JSON.stringify(causedBy)],
  )
}
