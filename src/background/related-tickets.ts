import { changeConversation, listMessages, lockConversation } from '../conversation/index.ts'
import { debounce } from '../debounce.ts'
import type { Database, IntentDefinition, Likeness, Tx } from '../domain/index.ts'
import {
  listPastTickets,
  listUnrelated,
  type Matter,
  matterOf,
  type PastTicket,
  relate,
  storeRelated,
} from '../tickets/index.ts'
import type { Understander } from '../understanding/index.ts'

const AT_ONCE = 20
/** Beside the nudge that follows an escalation, for what a killed process left behind. */
const SWEEP_MS = 30_000
/** More than these few nobody reads. */
const KEPT = 5

export interface RelatedParts {
  database: Database
  understander: Pick<Understander, 'embed'>
  intents: ReadonlyMap<string, IntentDefinition>
  afterCommit(): void
}

/**
 * Looks for duplicates and past tickets of the next twenty tickets that have not been looked at, and says how many those
 * were. Models run outside the transaction.
 */
export async function relateTickets({ database, understander, intents, afterCommit }: RelatedParts): Promise<number> {
  /** In one transaction under the row lock; nothing is told where `first` says no, or nothing was found. */
  const tell = (
    id: string,
    found: { ticketId: string; duplicates: number; all: number },
    first: (tx: Tx) => Promise<boolean> = async () => true,
  ) =>
    database.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      if (!conversation || !(await first(tx))) return false
      if (found.all === 0) return true
      const { ticketId, duplicates, all } = found
      const data = { ticketId, duplicates, related: all - duplicates }
      await changeConversation(tx, conversation, {}, [
        { type: 'tickets.related', data, actor: { kind: 'assistant', id: null } },
      ])
      return true
    })
  const waiting = await listUnrelated(database, AT_ONCE)
  for (const { ticketId, conversationId, openedAt, isOpen } of waiting) {
    const about = matterOf(await listMessages(database, conversationId), intents)
    // Without the encoder intents and numbers still say something.
    const vectors = about.text === null ? null : await understander.embed([about.text]).catch(() => null)
    const matter = { ...about, openedAt, isOpen, vector: vectors?.[0] ?? null }
    const found = (await listPastTickets(database, ticketId))
      .flatMap((past) => {
        const likeness = likenessOf(matter, past)
        return likeness ? [{ ...likeness, otherId: past.ticketId, otherConversationId: past.conversationId }] : []
      })
      .sort((a, b) => (a.kind === b.kind ? b.score - a.score : a.kind === 'duplicate' ? -1 : 1))
      .slice(0, KEPT)
    const duplicates = found.filter(({ kind }) => kind === 'duplicate')
    const isMine = await tell(conversationId, { ticketId, duplicates: duplicates.length, all: found.length }, (tx) =>
      storeRelated(tx, ticketId, matter, found),
    )
    if (!isMine) continue
    // Whoever has the other one on screen should see it too.
    for (const { otherId, otherConversationId } of duplicates) {
      await tell(otherConversationId, { ticketId: otherId, duplicates: 1, all: 1 })
    }
    if (found.length > 0) afterCommit()
  }
  return waiting.length
}

/** Two who gave one address without proof may be strangers: nothing of theirs is offered for merging. */
function likenessOf(matter: Matter, past: PastTicket): Likeness | null {
  const likeness = relate(matter, past)
  if (!likeness || past.isOnePerson) return likeness
  return { ...likeness, kind: 'related', reasons: ['the same e-mail address, not verified', ...likeness.reasons] }
}

/** Nudged after every escalation. */
export function startRelatedTickets(parts: RelatedParts & { onError(error: unknown): void }) {
  const look = debounce(
    50,
    async () => {
      if ((await relateTickets(parts)) === AT_ONCE) look()
    },
    parts.onError,
  )
  const timer = setInterval(look, SWEEP_MS)
  look()
  return {
    nudge: look,
    async close() {
      clearInterval(timer)
      await look.close()
    },
  }
}
