import type { ConversationSummary, InboxBeyond, Priority } from './wire.ts'

export const SECTIONS = [
  'offered',
  'mine',
  'waiting',
  'snoozed',
  'queue',
  'assistant',
  'colleagues',
  'resolved',
] as const
export type Section = (typeof SECTIONS)[number]

/** The agent has it, whether they are to act or not. */
export const isOwn = (section: Section): boolean => section === 'mine' || section === 'waiting' || section === 'snoozed'

/** How many of the section are not loaded; the agent's own are counted together, with the first section. */
export function beyondOf(section: Section, { own, queue, colleagues, assistant }: InboxBeyond): number {
  switch (section) {
    case 'mine':
      return own
    case 'queue':
      return queue.count
    case 'colleagues':
      return colleagues
    case 'assistant':
      return assistant
    default:
      return 0
  }
}

const URGENCY: Record<Priority, number> = { urgent: 0, high: 1, normal: 2, low: 3 }

/** The section of the list a conversation stands in for this agent. */
export function sectionOf(row: ConversationSummary, agentId: string): Section {
  switch (row.owner) {
    case 'assistant':
      return 'assistant'
    case 'queued':
      return 'queue'
    case 'resolved':
      return 'resolved'
    case 'offered':
      return row.agentId === agentId ? 'offered' : 'colleagues'
    case 'agent':
      if (row.agentId !== agentId) return 'colleagues'
      if (row.ticketState === 'waiting_for_customer') return 'waiting'
      return row.ticketState === 'snoozed' ? 'snoozed' : 'mine'
  }
}

/**
 * The list in its sections: offers by the time left, own and colleagues' conversations by who waits longest, snoozed ones
 * by when they wake, the queue as routing takes it (urgency, then waiting time), the rest by what happened last. With a
 * filter those rows that fit it, and what the server `found` for it.
 */
export function arrangeInbox(
  rows: ConversationSummary[],
  agentId: string,
  filter: string,
  found: readonly ConversationSummary[] = [],
): Record<Section, ConversationSummary[]> {
  const arranged: Record<Section, ConversationSummary[]> = {
    offered: [],
    mine: [],
    waiting: [],
    snoozed: [],
    queue: [],
    assistant: [],
    colleagues: [],
    resolved: [],
  }
  const loaded = new Set(rows.map(({ id }) => id))
  const foundIds = new Set(found.map(({ id }) => id))
  for (const row of [...rows, ...found.filter(({ id }) => !loaded.has(id))]) {
    if (foundIds.has(row.id) || matches(row, filter)) arranged[sectionOf(row, agentId)].push(row)
  }
  arranged.offered.sort((a, b) => instant(a.offerUntil) - instant(b.offerUntil))
  arranged.mine.sort(byWaiting)
  arranged.waiting.sort(byLatest)
  arranged.snoozed.sort((a, b) => instant(a.snoozedUntil) - instant(b.snoozedUntil))
  arranged.colleagues.sort(byWaiting)
  arranged.queue.sort(byPlace)
  arranged.assistant.sort(byLatest)
  arranged.resolved.sort(byLatest)
  return arranged
}

/** Every word of the filter must stand in the name, a tag, the intent, the priority, the skill or the ticket number. */
function matches(row: ConversationSummary, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const where = [
    row.customerName,
    row.ticketNumber === null ? '' : `#${row.ticketNumber}`,
    row.priority,
    row.requiredSkill,
    row.intent,
    row.agentName,
    ...row.tags.map(({ tag }) => tag),
  ]
    .join(' ')
    .toLowerCase()
  return words.every((word) => where.includes(word))
}

const instant = (iso: string | null) => (iso === null ? Number.POSITIVE_INFINITY : Date.parse(iso))
const urgencyOf = (row: ConversationSummary) => URGENCY[row.priority ?? 'normal']
const byLatest = (a: ConversationSummary, b: ConversationSummary) => instant(b.updatedAt) - instant(a.updatedAt)

/** As routing takes the queue: urgency, then waiting time, then the ticket's number. */
export const byPlace = (a: ConversationSummary, b: ConversationSummary): number =>
  urgencyOf(a) - urgencyOf(b) ||
  compare(instant(a.waitingSince), instant(b.waitingSince)) ||
  compare(a.ticketNumber ?? 0, b.ticketNumber ?? 0)
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

function byWaiting(a: ConversationSummary, b: ConversationSummary): number {
  if (a.waitingSince !== b.waitingSince) return instant(a.waitingSince) < instant(b.waitingSince) ? -1 : 1
  return byLatest(a, b)
}
