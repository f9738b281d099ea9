import { randomUUID } from 'node:crypto'
import { findConversation, rate } from '../../conversation/index.ts'
import { type Agent, EarshotError } from '../../domain/index.ts'
import { listAgents, setAvailability } from '../../people/index.ts'
import type { EmptyInstallation } from '../empty-installation.ts'
import { messagesOnceDecided } from '../once-decided.ts'
import { createAgenda } from './agenda.ts'
import { type Chance, createChance } from './chance.ts'
import { moveAfter } from './customer-moves.ts'
import { beginPresence, endPresence, insertHistoryCustomer, listOpenOffers } from './history-store.ts'
import type { PlannedConversation } from './plan-day.ts'
import type { Shift } from './shifts.ts'
import type { Traffic } from './traffic-file.ts'

/** A conversation under way. */
interface Live {
  planned: PlannedConversation
  chance: Chance
  id: string | null
  turns: number
  /** Since when a person is waited for. */
  waitingSince: Date | null
  /** They closed the window. */
  hasLeft: boolean
}

export interface DayPlayed {
  conversations: number
  escalated: number
  resolved: number
}

const SECOND_MS = 1_000
/** Just over the time an offer stands. */
const OFFERED_SECONDS = 50
/** Just over the time after which routing asks less of whoever takes a ticket. */
const SECOND_LOOK_SECONDS = 65
/** After the end of a shift the last conversations are brought to their end. */
const OVERTIME_MS = 2 * 3_600_000

/**
 * Plays one day's conversations through the running product in the order of their moments: customers write and read,
 * routing offers, agents on shift accept, answer and resolve. `setClock` makes it that moment for everybody. What nobody
 * takes before `until` stays waiting.
 */
export async function playDay(
  product: EmptyInstallation,
  traffic: Traffic,
  planned: readonly PlannedConversation[],
  at: { shifts: readonly Shift[]; until: Date },
  setClock: (at: Date) => void,
): Promise<DayPlayed> {
  const { database } = product
  const begin = planned[0]?.at ?? at.shifts[0]?.from ?? new Date()
  setClock(begin)
  const agenda = createAgenda()
  const live = new Map<string, Live>()
  const seen = new Set<string>()
  const played: DayPlayed = { conversations: 0, escalated: 0, resolved: 0 }
  const agents = new Map((await listAgents(database)).map((agent) => [agent.id, agent]))

  const later = (seconds: number, act: () => Promise<void>) =>
    agenda.note(new Date(Date.now() + seconds * SECOND_MS), act)

  /** Lets routing do what it can now, and notes what the people it asked will do. */
  async function route(): Promise<void> {
    await product.route()
    for (const offer of await listOpenOffers(database)) {
      const conversation = live.get(offer.conversationId)
      const agent = agents.get(offer.agentId)
      if (!conversation || !agent || seen.has(offer.id)) continue
      seen.add(offer.id)
      const seconds = conversation.chance.logNormal(traffic.agents.acceptSeconds)
      later(seconds, () => accepts(agent, conversation, offer.requiredSkill))
      // By then the offer has run out, should it not be accepted.
      later(OFFERED_SECONDS, route)
    }
  }

  async function writes(conversation: Live, text: string): Promise<void> {
    const { planned, chance } = conversation
    const { message } = await product.receive({
      customerId: planned.customer.id,
      clientMessageId: randomUUID(),
      text,
    })
    if (conversation.id === null) {
      conversation.id = message.conversationId
      live.set(message.conversationId, conversation)
      played.conversations++
    }
    conversation.turns++
    const messages = await messagesOnceDecided(database, message)
    const state = await findConversation(database, message.conversationId)
    if (!state) return
    const place = messages.findIndex(({ id }) => id === message.id)
    const move = moveAfter(
      planned,
      {
        conversation: state,
        decision: messages[place]?.decision?.kind ?? null,
        reply: messages.slice(place + 1).find(({ author }) => author === 'assistant') ?? null,
        turns: conversation.turns,
      },
      chance,
    )
    if (move.kind === 'says') {
      later(chance.logNormal(traffic.agents.customerSeconds), () => writes(conversation, move.text))
    } else if (move.kind === 'waits' && conversation.waitingSince === null) {
      played.escalated++
      conversation.waitingSince = new Date()
      later(planned.temper.patienceMinutes * 60 * chance.logNormal({ median: 1, sigma: 0.5 }), async () => {
        conversation.hasLeft = conversation.waitingSince !== null
      })
      await route()
      later(SECOND_LOOK_SECONDS, route)
    }
  }

  async function accepts(agent: Agent, conversation: Live, skill: string): Promise<void> {
    if (!conversation.id || !(await unlessMoved(() => product.actions.accept(agent, conversation.id ?? '')))) return
    const { chance, planned } = conversation
    const patience = planned.temper.name === 'upset' ? 1.3 : 1
    const usual = (traffic.agents.replies[skill] ?? 3) * patience
    const replies = conversation.hasLeft ? 1 : Math.max(1, Math.round(chance.logNormal({ median: usual, sigma: 0.4 })))
    const waited = Date.now() - (conversation.waitingSince?.getTime() ?? Date.now())
    conversation.waitingSince = null
    const reading = chance.logNormal(traffic.agents.readSeconds)
    later(reading, () => answers(agent, conversation, { said: 0, replies, waitedMinutes: waited / 60_000 }))
  }

  async function answers(
    agent: Agent,
    conversation: Live,
    work: { said: number; replies: number; waitedMinutes: number },
  ): Promise<void> {
    const { id, chance, planned } = conversation
    const state = id === null ? null : await findConversation(database, id)
    if (!state || state.agentId !== agent.id) return
    const said = work.said + 1
    const { opens, continues, ends } = traffic.agents
    const text = chance.pick(said === work.replies ? ends : said === 1 ? opens : continues)
    const isSent = await unlessMoved(() =>
      product.actions.reply(agent, state.id, { clientMessageId: randomUUID(), text, lastSeenSeq: state.lastSeq }),
    )
    if (!isSent) return
    if (said >= work.replies) {
      later(chance.logNormal({ median: 20, sigma: 0.5 }), () => resolves(agent, conversation, work.waitedMinutes))
      return
    }
    const customerSeconds = chance.logNormal(traffic.agents.customerSeconds)
    if (!conversation.hasLeft) {
      later(customerSeconds, async () => {
        await writes(conversation, chance.pick(planned.temper.answers))
      })
    }
    const busy = [...live.values()].filter((each) => each.id !== null && each.waitingSince !== null).length
    const pace = traffic.agents.replySeconds
    later(customerSeconds + chance.logNormal({ ...pace, median: pace.median * (1 + Math.min(busy, 10) / 20) }), () =>
      answers(agent, conversation, { ...work, said }),
    )
  }

  async function resolves(agent: Agent, conversation: Live, waitedMinutes: number): Promise<void> {
    const { id, chance, planned } = conversation
    if (id === null || !(await unlessMoved(() => product.actions.resolve(agent, id)))) return
    played.resolved++
    if (!conversation.hasLeft && chance.happens(traffic.rated)) {
      const stars = chance.pickWeighted([1, 2, 3, 4, 5], (star) => planned.temper.stars[star - 1] ?? 0)
      const given = Math.max(1, waitedMinutes > 10 && chance.happens(0.5) ? stars - 1 : stars)
      later(60 + chance.exponential(120), async () => {
        await unlessMoved(() =>
          rate(database, { conversationId: id, customerId: planned.customer.id, stars: given, comment: null }),
        )
      })
    }
    await route()
  }

  for (const shift of at.shifts.filter(({ until }) => until > begin)) {
    agenda.note(shift.from < begin ? begin : shift.from, async () => {
      await setAvailability(database, shift.agentId, 'online')
      await beginPresence(database, shift.agentId, new Date(shift.until.getTime() + OVERTIME_MS))
      await route()
    })
    agenda.note(shift.until, async () => void (await setAvailability(database, shift.agentId, 'away')))
    agenda.note(new Date(shift.until.getTime() + OVERTIME_MS), () => endPresence(database, shift.agentId))
  }
  for (const each of planned) {
    const conversation: Live = {
      planned: each,
      chance: createChance(each.seed),
      id: null,
      turns: 0,
      waitingSince: null,
      hasLeft: false,
    }
    agenda.note(each.at, async () => {
      await insertHistoryCustomer(database, each.customer)
      await writes(conversation, each.texts[0] ?? '')
    })
  }

  for (const step of agenda.until(at.until)) {
    // Doing things takes time; whatever came due meanwhile is a little late, never early.
    setClock(new Date(Math.max(step.at.getTime(), Date.now())))
    await step.act()
  }
  return played
}

/** False where the conversation had moved on before the act: somebody was faster, as in life. */
async function unlessMoved(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (error instanceof EarshotError) return false
    throw error
  }
}
