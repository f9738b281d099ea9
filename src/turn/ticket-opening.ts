import type { Agent, Decision, HandoffPacket, Message, Opening, Priority, Tx } from '../domain/index.ts'
import { listAgents } from '../people/index.ts'
import { whenBack } from '../routing/index.ts'
import { countWaitingTickets } from '../tickets/index.ts'

/** A ticket at the moment it is opened, out of what is known then and nothing else: predictions rest on it. */
export async function describeOpening(
  tx: Tx,
  known: {
    decision: Extract<Decision, { kind: 'escalate' }>
    packet: HandoffPacket
    priority: Priority
    language: string | null
    tags: string[]
    messages: readonly Message[]
    now: Date
  },
): Promise<Opening> {
  const { decision, packet, priority, language, tags, now } = known
  const fromCustomer = known.messages.filter(({ author }) => author === 'customer')
  const last = packet.sentimentCurve.at(-1)
  return {
    intent: packet.intents[0]?.name ?? null,
    tags,
    skill: decision.skill,
    priority,
    language,
    reason: decision.reason,
    sentiment: last?.score ?? null,
    frustration: last?.frustration ?? 0,
    messages: fromCustomer.length,
    characters: fromCustomer.reduce((sum, { text }) => sum + text.length, 0),
    waiting: await countWaitingTickets(tx),
    staffedInMinutes: staffedIn(await listAgents(tx), decision.skill, now),
  }
}

function staffedIn(team: readonly Agent[], skill: string, now: Date): number {
  const back = whenBack(
    team.filter(({ skills, workingHours }) => skills.some(({ name }) => name === skill) && workingHours.length > 0),
    now,
  )
  return back.kind === 'at' ? Math.round((back.at.getTime() - now.getTime()) / 60_000) : 0
}
