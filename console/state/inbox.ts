import { byPlace } from './sections.ts'
import type {
  ConsoleAgent,
  ConversationChanges,
  ConversationSummary,
  InboxBeyond,
  InboxSnapshot,
  ResumeResult,
} from './wire.ts'

/** The inbox after a change of one conversation. Older and repeated changes leave its row as it is. */
export function applyToInbox(inbox: InboxSnapshot, changes: ConversationChanges): InboxSnapshot {
  return { ...withRows(inbox, [changes.summary]), position: Math.max(inbox.position, changes.position) }
}

/** The inbox after what the server says was missed. */
export function applyResume(inbox: InboxSnapshot, resumed: Extract<ResumeResult, { reset: false }>): InboxSnapshot {
  return {
    ...withRows(inbox, resumed.conversations),
    position: Math.max(inbox.position, resumed.position),
    agents: resumed.agents,
  }
}

/**
 * Puts a loaded snapshot in place of the inbox shown, keeping rows that are further already. The position is the
 * snapshot's own, so that resuming from it brings what arrived while the snapshot was under way.
 */
export function adoptSnapshot(shown: InboxSnapshot | undefined, snapshot: InboxSnapshot): InboxSnapshot {
  if (!shown) return snapshot
  const known = new Map(shown.conversations.map((row) => [row.id, row]))
  const conversations = snapshot.conversations.map((row) => newer(known.get(row.id), row))
  return { ...snapshot, conversations }
}

export function replaceAgents(inbox: InboxSnapshot, agents: ConsoleAgent[]): InboxSnapshot {
  return { ...inbox, agents }
}

/**
 * The inbox with these rows. Where the queue goes on beyond what is loaded, the place of a row behind the last one loaded is not
 * known: it is counted, not shown.
 */
function withRows(inbox: InboxSnapshot, incoming: ConversationSummary[]): InboxSnapshot {
  const byId = new Map(inbox.conversations.map((row) => [row.id, row]))
  const last = inbox.beyond.queue.count === 0 ? undefined : lastInQueue(inbox.conversations)
  let { beyond } = inbox
  for (const row of incoming) {
    const known = byId.get(row.id)
    const latest = newer(known, row)
    if (latest.owner === 'queued' && last && last.id !== latest.id && byPlace(latest, last) > 0) {
      // One that was not loaded is among the counted already, as far as anybody here knows.
      if (known) beyond = { ...beyond, queue: withOneMore(beyond.queue, latest) }
      byId.delete(row.id)
    } else byId.set(row.id, latest)
  }
  return { ...inbox, conversations: [...byId.values()], beyond }
}

const lastInQueue = (rows: ConversationSummary[]): ConversationSummary | undefined =>
  rows
    .filter(({ owner }) => owner === 'queued')
    .sort(byPlace)
    .at(-1)

function withOneMore(queue: InboxBeyond['queue'], row: ConversationSummary): InboxBeyond['queue'] {
  const { requiredSkill: skill, waitingSince } = row
  const waits = [queue.oldestSince, waitingSince].flatMap((since) => since ?? []).sort()
  const bySkill = skill === null ? queue.bySkill : { ...queue.bySkill, [skill]: (queue.bySkill[skill] ?? 0) + 1 }
  return { count: queue.count + 1, oldestSince: waits[0] ?? null, bySkill }
}

/** Below this many places loaded, those behind them may be next. */
const FEW_PLACES = 100

/**
 * After how many milliseconds the inbox is to be loaded again, because it does not hold everything; null when it does.
 * What is not loaded changes unseen.
 */
export function reloadAfterMs({ conversations, beyond }: InboxSnapshot): number | null {
  const { own, queue, colleagues, assistant } = beyond
  const places = conversations.filter(({ owner }) => owner === 'queued').length
  if (queue.count > 0 && places < FEW_PLACES) return 2_000
  if (own + queue.count + colleagues > 0) return 60_000
  return assistant > 0 ? 300_000 : null
}

function newer(known: ConversationSummary | undefined, row: ConversationSummary): ConversationSummary {
  return known && known.version > row.version ? known : row
}
