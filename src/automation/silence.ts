import type { Rule, Tx } from '../domain/index.ts'
import type { StoredEvent } from './occurrences.ts'
import { react } from './react.ts'
import { findRule } from './rule-store.ts'
import { findSilence } from './silence-store.ts'

/** The kind of the timers that watch for silence. */
export const SILENCE_TIMER = 'rule_silence'

/** Sets something to happen at a time, within the transaction. Setting it again changes nothing that matters. */
export type SetTimer = (
  tx: Tx,
  timer: { key: string; kind: string; conversationId: string; dueAt: Date; data: Record<string, unknown> },
) => Promise<unknown>

const HOUR_MS = 3_600_000

/** Sets a timer for every rule that waits for the other side's silence after this event. */
export async function watchSilence(
  tx: Tx,
  event: StoredEvent,
  rules: readonly Rule[],
  setTimer: SetTimer,
): Promise<void> {
  const who = silenceAfter(event)
  if (who === null) return
  for (const { id, enabled, content } of rules) {
    if (!enabled || content.event.type !== 'no_reply_for' || content.event.who !== who) continue
    const { conversationId, at } = event
    await setSilence(tx, setTimer, {
      ruleId: id,
      eventId: event.id,
      since: at,
      hours: content.event.hours,
      conversationId,
    })
  }
}

/** Who is to speak after the event: an agent's reply waits for the customer; a customer, or a new ticket, for an agent. */
export function silenceAfter({ type, data }: StoredEvent): 'customer' | 'agent' | null {
  if (type === 'conversation.escalated') return 'agent'
  if (type !== 'message.posted') return null
  return data.author === 'agent' ? 'customer' : data.author === 'customer' ? 'agent' : null
}

function setSilence(
  tx: Tx,
  setTimer: SetTimer,
  silence: { ruleId: string; eventId: string; since: Date; hours: number; conversationId: string },
): Promise<unknown> {
  const { ruleId, eventId, since, hours, conversationId } = silence
  return setTimer(tx, {
    key: `rule:${ruleId}:${eventId}:${hours}`,
    kind: SILENCE_TIMER,
    conversationId,
    dueAt: new Date(since.getTime() + hours * HOUR_MS),
    data: { ruleId, eventId, since: since.toISOString(), hours },
  })
}

/**
 * The time is over: the rule is asked if it still waits for just this, and nobody has spoken. Where its hours have been
 * changed meanwhile, the new ones count from the same moment.
 */
export function makeEndSilence(setTimer: SetTimer) {
  return async function endSilence(
    tx: Tx,
    timer: { id: string; conversationId: string | null; data: Record<string, unknown> },
  ): Promise<void> {
    const { conversationId, data } = timer
    const rule = await findRule(tx, String(data.ruleId))
    if (conversationId === null || !rule || rule.content.event.type !== 'no_reply_for') return
    const { who, hours } = rule.content.event
    const since = new Date(String(data.since))
    if (hours !== data.hours) {
      await setSilence(tx, setTimer, { ruleId: rule.id, eventId: String(data.eventId), since, hours, conversationId })
      return
    }
    if (!(await findSilence(tx, conversationId, who, since))) return
    const happened = {
      id: timer.id,
      conversationId,
      type: 'timer',
      data: {},
      actor: 'system',
      at: new Date(),
      causedBy: [],
    }
    await react(tx, happened, { types: ['no_reply_for'], ruleId: rule.id }, [rule])
  }
}
