import type { ConsoleAgent, ConversationChanges, ConversationSummary, InboxSnapshot, ResumeResult } from './wire.ts'

/** The inbox after a change of one conversation. Older and repeated changes leave its row as it is. */
export function applyToInbox(inbox: InboxSnapshot, changes: ConversationChanges): InboxSnapshot {
  return {
    ...inbox,
    position: Math.max(inbox.position, changes.position),
    conversations: mergeRows(inbox.conversations, [changes.summary]),
  }
}

/** The inbox after what the server says was missed. */
export function applyResume(inbox: InboxSnapshot, resumed: Extract<ResumeResult, { reset: false }>): InboxSnapshot {
  return {
    position: Math.max(inbox.position, resumed.position),
    conversations: mergeRows(inbox.conversations, resumed.conversations),
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

function mergeRows(rows: ConversationSummary[], incoming: ConversationSummary[]): ConversationSummary[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of incoming) byId.set(row.id, newer(byId.get(row.id), row))
  return [...byId.values()]
}

function newer(known: ConversationSummary | undefined, row: ConversationSummary): ConversationSummary {
  return known && known.version > row.version ? known : row
}
