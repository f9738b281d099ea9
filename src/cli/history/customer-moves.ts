import type { Conversation, Message } from '../../domain/index.ts'
import type { Chance } from './chance.ts'
import type { PlannedConversation } from './plan-day.ts'

/** What a customer does after a turn of the assistant's: writes, waits for a person, or leaves content or not. */
export type Move = { kind: 'says'; text: string } | { kind: 'waits' } | { kind: 'leaves' }

/** Nobody writes to an assistant without end. */
const LONGEST = 8

/**
 * The next move of a customer who has written `turns` messages and has just read `reply`. Most answers help calm people;
 * whoever was not helped says so, and after `temper.turns` of that asks for a person.
 */
export function moveAfter(
  planned: PlannedConversation,
  heard: { conversation: Pick<Conversation, 'owner'>; decision: string | null; reply: Message | null; turns: number },
  chance: Chance,
): Move {
  const { temper, texts } = planned
  if (heard.conversation.owner === 'queued' || heard.conversation.owner === 'offered') return { kind: 'waits' }
  if (heard.conversation.owner !== 'assistant' || heard.turns >= LONGEST) return { kind: 'leaves' }

  const insists = heard.turns >= temper.turns
  const unhelped = (): Move =>
    insists
      ? { kind: 'says', text: chance.pick(temper.asksForPerson) }
      : { kind: 'says', text: chance.pick(temper.unhelped) }
  switch (heard.decision) {
    case 'answer': {
      const helps = temper.name === 'calm' ? 0.8 : temper.name === 'impatient' ? 0.65 : 0.35
      if (!chance.happens(helps)) return unhelped()
      return chance.happens(0.45) ? { kind: 'says', text: chance.pick(temper.thanks) } : { kind: 'leaves' }
    }
    case 'clarify': {
      if (chance.happens(0.12)) return { kind: 'leaves' }
      const offered = heard.reply?.quickReplies[0]
      if (offered && chance.happens(0.6)) return { kind: 'says', text: offered }
      return insists ? unhelped() : { kind: 'says', text: texts[heard.turns % texts.length] ?? chance.pick(texts) }
    }
    case 'flow':
      // These customers have no order in the shop's books, so a task ends at the question who they are.
      if (chance.happens(0.4)) return { kind: 'leaves' }
      return chance.happens(0.5)
        ? { kind: 'says', text: chance.pick(temper.asksForPerson) }
        : { kind: 'says', text: 'never mind, cancel that' }
    default:
      return { kind: 'leaves' }
  }
}
