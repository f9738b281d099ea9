import { randomUUID } from 'node:crypto'
import {
  appendMessage,
  changeConversation,
  findConversation,
  lockConversation,
  lockFree,
  moveConversations,
} from '../../../src/conversation/index.ts'
import type { Agent, Availability, Conversation, Database, Owner, Priority } from '../../../src/domain/index.ts'
import { countLoads, createRoster, insertAgent, missOffer, setAvailability } from '../../../src/people/index.ts'
import {
  accept,
  createHistory,
  DEFAULT_WEIGHTS,
  decline,
  endAssignment,
  type RoutingDeps,
  transfer,
} from '../../../src/routing/index.ts'
import { findOpenTicket, moveTicket, openTicket, requireSkill } from '../../../src/tickets/index.ts'

export const OFFER_MS = 45_000
export const OPTIONAL_SKILL_MS = 60_000

/** A help desk on a real database, its clock and its people's sockets in the test's hand. */
export function openDesk(db: Database) {
  const reachable = new Set<string>()
  const logged: { event: string; fields: object }[] = []
  let now = new Date('2026-03-04T10:00:00Z')
  let commits = 0

  const deps: RoutingDeps = {
    db,
    lockConversation,
    lockFree,
    moveConversations,
    changeConversation,
    appendMessage,
    listAgents: createRoster().list,
    countLoads,
    missOffer,
    reachableAgentIds: async () => new Set(reachable),
    now: () => now,
    log: (_, event, fields) => logged.push({ event, fields }),
    afterCommit: () => {
      commits++
    },
    history: createHistory(db, () => now),
    weights: DEFAULT_WEIGHTS,
    offerMs: OFFER_MS,
    missedOffers: 2,
    optionalSkillMs: OPTIONAL_SKILL_MS,
    presenceGraceMs: 30_000,
    // Whoever is not in `reachable` is gone at once.
    agentGoneMs: 0,
    openFrom: () => (at) => at,
    timeZone: 'Europe/Amsterdam',
    nodeName: 'test',
  }

  return {
    deps,
    logged,
    commits: () => commits,
    pass(ms: number) {
      now = new Date(now.getTime() + ms)
    },

    /** Hires somebody; connected and online. */
    async hire(name: string, { skills = ['billing'], ...change }: Hiring = {}): Promise<Agent> {
      const agent = await insertAgent(db, {
        email: `${name.toLowerCase()}@techgear.example`,
        name,
        role: 'agent',
        languages: ['en'],
        capacity: 2,
        workingHours: [],
        timeZone: 'UTC',
        passwordHash: '-',
        ...change,
        skills: skills.map((skill) => ({ name: skill, level: 2 })),
      })
      if (!agent) throw new Error(`${name} is hired twice`)
      reachable.add(agent.id)
      return agent
    },
    comes: (agent: Agent) => reachable.add(agent.id),
    goes: (agent: Agent) => reachable.delete(agent.id),
    setAvailability: (agent: Agent, availability: Availability) => setAvailability(db, agent.id, availability),

    /** A customer is escalated; returns the conversation's id. */
    async escalate(
      priority: Priority = 'normal',
      requiredSkill = 'billing',
      wish: { optionalSkills?: string[]; language?: string; intent?: string } = {},
    ): Promise<string> {
      const [id, customerId] = [randomUUID(), randomUUID()]
      await db.query('insert into customers (id) values ($1)', [customerId])
      await db.query('insert into conversations (id, customer_id) values ($1, $2)', [id, customerId])
      await db.transaction(async (tx) => {
        const conversation = await locked(tx, id)
        const { ticket } = await openTicket(tx, {
          conversationId: id,
          priority,
          priorityReasons: [],
          requiredSkill,
          language: 'en',
          ...wish,
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
          openedAt: now,
        })
        const data = { ticketId: ticket.id, reason: 'asked_for_person', priority, requiredSkill } as const
        await changeConversation(tx, conversation, { owner: 'queued', waitingSince: now }, [
          { type: 'conversation.escalated', data, actor: { kind: 'assistant', id: null } },
        ])
      })
      return id
    },
    accept: (id: string, agent: Agent) => db.transaction(async (tx) => accept(tx, deps, await locked(tx, id), agent)),
    decline: (id: string, agent: Agent) =>
      db.transaction(async (tx) => decline(tx, deps, await locked(tx, id), agent.id)),
    /** To a colleague, to somebody with a skill (as an agent's act does it), or to the queue. */
    transfer: (id: string, by: Agent, to: Agent | { skill: string } | 'queue') =>
      db.transaction(async (tx) => {
        const target = to === 'queue' || 'skill' in to ? to : { agentId: to.id }
        await transfer(tx, deps, { conversationId: id, to: target, by, why: 'other' })
        const ticket = to !== 'queue' && 'skill' in to ? await findOpenTicket(tx, id) : null
        if (ticket && to !== 'queue' && 'skill' in to) await requireSkill(tx, ticket.id, to.skill)
      }),
    resolve: (id: string) =>
      db.transaction(async (tx) => {
        const conversation = await locked(tx, id)
        await endAssignment(tx, id, 'resolved', now)
        const ticket = await findOpenTicket(tx, id)
        if (ticket) await moveTicket(tx, ticket.id, 'resolved', { at: now, until: null })
        await changeConversation(tx, conversation, { owner: 'resolved', resolvedAt: now }, [
          { type: 'conversation.resolved', data: { by: 'agent' }, actor: { kind: 'system', id: null } },
        ])
      }),

    /** Who takes work, by id. */
    async onlineIds(): Promise<Set<string>> {
      const rows = await db.query<{ id: string }>(`select id from agents where availability = 'online'`)
      return new Set(rows.map(({ id }) => id))
    },
    async ownerOf(id: string): Promise<{ owner: Owner; agentId: string | null }> {
      const conversation = await findConversation(db, id)
      if (!conversation) throw new Error(`no conversation ${id}`)
      return { owner: conversation.owner, agentId: conversation.agentId }
    },
    async told(id: string): Promise<string[]> {
      const rows = await db.query<{ text: string }>(
        `select text from messages where conversation_id = $1 and author = 'system' and kind = 'public' order by seq`,
        [id],
      )
      return rows.map((row) => row.text)
    },
    async notes(id: string): Promise<string[]> {
      const rows = await db.query<{ text: string }>(
        `select text from messages where conversation_id = $1 and kind = 'note' order by created_at`,
        [id],
      )
      return rows.map((row) => row.text)
    },
    async events(id: string): Promise<string[]> {
      const rows = await db.query<{ type: string; why: string | null }>(
        `select type, data ->> 'reason' as why from events
         where conversation_id = $1 and type like 'conversation.%' order by version, ordinal`,
        [id],
      )
      return rows.map(({ type, why }) => type.replace('conversation.', '') + (why ? ` ${why}` : ''))
    },
  }
}

/** Skills by name, each good. */
type Hiring = Partial<Omit<Agent, 'skills'>> & { skills?: string[] }

export type Desk = ReturnType<typeof openDesk>

async function locked(tx: Parameters<typeof lockConversation>[0], id: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id)
  if (!conversation) throw new Error(`no conversation ${id}`)
  return conversation
}
