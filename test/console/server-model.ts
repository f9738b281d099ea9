import type {
  ConsoleTicket,
  ConversationChanges,
  ConversationDetail,
  ConversationSummary,
  ResumeResult,
} from '../../console/state/wire.ts'
import { detail, event, later, message, summary } from './samples.ts'

/** One thing that happens in a conversation. */
export type Step = 'customer' | 'agent' | 'note' | 'read' | 'escalate' | 'resolve'

/**
 * The server as the console's protocol describes it, in memory: every step takes the next version and the next
 * position. Notes get instants that lie before or after public messages, as transactions do that began earlier.
 */
export class ServerModel {
  readonly #conversations = new Map<string, ConversationDetail>()
  readonly #positions = new Map<string, number>()
  position = 0

  step(id: string, step: Step): void {
    const view = this.#conversations.get(id) ?? detail({ summary: summary({ id, version: 0 }) })
    const version = view.summary.version + 1
    const at = later(version * 10 - (step === 'note' ? 15 : 0))
    const row: ConversationSummary = { ...view.summary, version, updatedAt: at }
    const next: ConversationDetail = {
      ...view,
      summary: row,
      events: [...view.events, event({ id: `${id}-e${version}`, version, at })],
    }
    const lastSeq = Math.max(0, ...view.messages.map(({ seq }) => seq ?? 0))
    switch (step) {
      case 'customer':
      case 'agent':
        next.messages = [
          ...view.messages,
          message({ id: `${id}-m${version}`, seq: lastSeq + 1, author: step, version, at, text: `${step} ${version}` }),
        ]
        row.lastMessage = { author: step, text: `${step} ${version}`, at }
        break
      case 'note':
        next.messages = [...view.messages, message({ id: `${id}-m${version}`, seq: null, kind: 'note', version, at })]
        break
      case 'read':
        next.messages = view.messages.map((one, index) =>
          index === view.messages.length - 1 ? { ...one, version, frustration: version / 100 } : one,
        )
        break
      case 'escalate':
        row.owner = 'queued'
        next.tickets = [ticket(`${id}-t`, version)]
        break
      case 'resolve':
        row.owner = 'resolved'
        next.tickets = view.tickets.map((one) => ({ ...one, status: 'resolved' as const, resolvedAt: at }))
    }
    this.#conversations.set(id, next)
    this.#positions.set(id, ++this.position)
  }

  detail(id: string): ConversationDetail {
    const view = this.#conversations.get(id)
    if (!view) throw new Error(`The model has no conversation ${id}.`)
    return view
  }

  changes(id: string, since: number): ConversationChanges {
    const view = this.detail(id)
    const isNew = <Item extends { version: number }>(item: Item) => item.version > since
    return {
      since,
      position: this.#positions.get(id) ?? 0,
      summary: view.summary,
      messages: view.messages.filter(isNew),
      events: view.events.filter(isNew),
      tickets: view.tickets,
      tags: view.tags,
      links: view.links,
    }
  }

  rows(): ConversationSummary[] {
    return [...this.#conversations.values()].map((view) => view.summary)
  }

  resume(position: number): ResumeResult {
    const conversations = this.rows().filter(({ id }) => (this.#positions.get(id) ?? 0) > position)
    return { reset: false, position: this.position, conversations, agents: [] }
  }
}

function ticket(id: string, number: number): ConsoleTicket {
  return {
    id,
    number,
    status: 'open',
    snoozedUntil: null,
    clocks: [],
    priority: 'normal',
    expected: null,
    priorityReasons: [],
    prioritySetBy: null,
    requiredSkill: 'delivery',
    optionalSkills: [],
    droppedSkills: [],
    packet: {
      reason: 'asked_for_person',
      summary: '',
      intents: [],
      sentimentCurve: [],
      frustrationDrivers: [],
      entities: [],
      tried: [],
      flow: null,
      attachments: [],
      promised: '',
    },
    openedAt: later(0),
    resolvedAt: null,
    assignment: null,
  }
}
