import type { Database, EventType, Publication, Tx } from '../domain/index.ts'
import { createNudgedLoop, type NudgedLoop } from '../nudged-loop.ts'

const LOCK = 7_310_219
const BATCH = 500
const SWEEP_MS = 1_000
/** Too short to be noticed; under load, what is committed meanwhile is published together. */
const PAUSE_MS = 10

/**
 * The relay of the outbox. It numbers events after they were committed, under one lock for all nodes, so that a reader
 * who resumes from a position can't skip a transaction that committed late; it publishes them under the same lock, in
 * order, before it commits the numbers, so that a relay that dies in between publishes again: at least once.
 * `publish` reads through the `tx` it is given. A node that dies leaves its events to the sweep of another.
 */
export function startRelay(options: {
  database: Database
  publish(tx: Tx, publications: Publication[]): Promise<void>
  onError(error: unknown): void
}): NudgedLoop {
  async function publishAll(): Promise<void> {
    while ((await publishBatch(options.database, options.publish)) === BATCH) {
      // A full batch: there may be more.
    }
  }

  const loop = createNudgedLoop({ round: publishAll, everyMs: SWEEP_MS, pauseMs: PAUSE_MS, onError: options.onError })
  return {
    nudge: loop.nudge,
    async close() {
      await loop.close()
      // What was committed while it closed.
      await publishAll().catch(options.onError)
    },
  }
}

interface EventRow {
  id: string
  conversation_id: string
  version: number
  type: EventType
  position: number
}

async function publishBatch(
  database: Database,
  publish: (tx: Tx, publications: Publication[]) => Promise<void>,
): Promise<number> {
  // Outside the transaction first: most sweeps find nothing, and then nobody has to wait for the lock.
  const waiting = await database.query('select 1 from events where position is null limit 1')
  if (waiting.length === 0) return 0
  return database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK])
    const rows = await tx.query<EventRow>(
      `with numbered as (
         select id, ordinal from events where position is null order by ordinal limit $1
       ), ordered as (
         select id, nextval('event_positions') as position from (select id from numbered order by ordinal) as sorted
       )
       update events set position = ordered.position
       from ordered where events.id = ordered.id
       returning events.id, conversation_id, version, type, events.position`,
      [BATCH],
    )
    if (rows.length > 0) await publish(tx, group(rows))
    return rows.length
  })
}

function group(rows: EventRow[]): Publication[] {
  const byConversation = new Map<string, Publication>()
  for (const row of rows.sort((a, b) => a.position - b.position)) {
    const known = byConversation.get(row.conversation_id)
    if (known) {
      known.position = row.position
      known.since = Math.min(known.since, row.version - 1)
      known.types.push(row.type)
    } else {
      byConversation.set(row.conversation_id, {
        conversationId: row.conversation_id,
        since: row.version - 1,
        position: row.position,
        types: [row.type],
      })
    }
  }
  return [...byConversation.values()]
}
