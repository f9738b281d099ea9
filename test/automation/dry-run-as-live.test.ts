import { afterAll, beforeAll, expect, it } from 'vitest'
import { dryRun } from '../../src/automation/index.ts'
import { createEventReader } from '../../src/automation/read-events.ts'
import { insertRule, listRules } from '../../src/automation/rule-store.ts'
import {
  appendMessage,
  changeConversation,
  lockConversation,
  startConversation,
} from '../../src/conversation/conversation-store.ts'
import { createVisitor } from '../../src/customers/index.ts'
import { startRelay } from '../../src/database/index.ts'
import type { Condition, Conversation, Database, NewEvent, RuleContent, Tx } from '../../src/domain/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

/** Fields that are stored as they were, and do not count time: what the two see of those differs by the time of looking. */
const ASKED = [
  'conversation.owner',
  'conversation.tags',
  'conversation.rating',
  'conversation.customerMessages',
  'ticket.state',
  'ticket.skill',
  'customer.conversations',
  'message.text',
  'understanding.intent',
  'event.tags',
  'event.by',
]
/** Both branches of each are looked at and kept as findings, and one always holds. */
const WHATEVER: Condition = {
  all: ASKED.map((field) => ({
    any: [
      { field, op: 'is_empty' },
      { field, op: 'is_not_empty' },
    ],
  })),
}
const EVENTS: RuleContent['event'][] = [
  { type: 'message_received' },
  { type: 'ticket_opened' },
  { type: 'agent_took_over' },
  { type: 'agent_replied' },
  { type: 'tag_added' },
  { type: 'tag_removed' },
  { type: 'resolved' },
  { type: 'reopened' },
  { type: 'rated' },
]
const ruleFor = (event: RuleContent['event']): RuleContent => ({
  name: event.type,
  event,
  conditions: WHATEVER,
  actions: [{ kind: 'note', text: 'x' }],
  stopOnMatch: false,
  limits: { perCustomer: { times: 3, hours: 1 }, perRule: { times: 100, hours: 1 } },
})
const AGENT = '40000000-0000-4000-8000-000000000000'
const BY_AGENT = { kind: 'agent', id: AGENT } as const
const BY_SYSTEM = { kind: 'system', id: null } as const

describeOnEachDatabase('a dry run', ({ open }) => {
  let db: Database
  let relay: { nudge(): void; close(): Promise<void> }
  beforeAll(async () => {
    db = await open()
    relay = startRelay({ database: db, publish: async () => {}, onError: () => {} })
    await db.query(
      `insert into agents (id, email, name, role, password_hash) values ($1, 'a@a.example', 'A', 'agent', '-')`,
      [AGENT],
    )
    for (const event of EVENTS) {
      await db.transaction((tx) =>
        insertRule(tx, { content: ruleFor(event), enabled: true, authorId: null, shippedAs: null }),
      )
    }
  })
  afterAll(async () => {
    await relay.close()
    await db.close()
  })

  /** What happens to a conversation, each in a transaction of its own, and read by the rules before the next. */
  function happenings(id: string): ((tx: Tx, conversation: Conversation) => Promise<unknown>)[] {
    const says = (text: string) => (tx: Tx, conversation: Conversation) =>
      appendMessage(tx, conversation, { kind: 'public', author: 'customer', text })
    const change = (to: Parameters<typeof changeConversation>[2], events: NewEvent[]) => (tx: Tx, now: Conversation) =>
      changeConversation(tx, now, to, events)
    const tagged = (tags: string[], added: string[], removed: string[]) => async (tx: Tx, now: Conversation) => {
      await tx.query('delete from conversation_tags where conversation_id = $1', [id])
      for (const tag of tags) {
        await tx.query(`insert into conversation_tags (conversation_id, tag, source) values ($1, $2, 'agent')`, [
          id,
          tag,
        ])
      }
      const stored = tags.map((tag) => ({ tag, source: 'agent' as const, confidence: null }))
      await changeConversation(tx, now, {}, [
        { type: 'tags.changed', data: { tags: stored, added, removed }, actor: BY_AGENT },
      ])
    }
    const rated = (stars: number) =>
      change({ rating: { stars, comment: null } }, [
        { type: 'conversation.rated', data: { rating: stars, comment: null }, actor: { kind: 'customer', id } },
      ])
    return [
      says('Where is it?'),
      tagged(['delivery'], ['delivery'], []),
      says('Hello?'),
      async (tx, now) => {
        await tx.query(
          `insert into tickets (id, conversation_id, priority, required_skill, packet) values ($1, $1, 'high', 'orders', '{}')`,
          [id],
        )
        const data = { ticketId: id, reason: 'asked_for_person', priority: 'high', requiredSkill: 'orders' } as const
        await changeConversation(tx, now, { owner: 'queued', waitingSince: new Date() }, [
          { type: 'conversation.escalated', data, actor: BY_SYSTEM },
        ])
      },
      change({ owner: 'agent', agentId: AGENT, waitingSince: null }, [
        { type: 'conversation.accepted', data: { agentId: AGENT }, actor: BY_AGENT },
      ]),
      (tx, now) => appendMessage(tx, now, { kind: 'public', author: 'agent', agentId: AGENT, text: 'On its way.' }),
      says('Thanks'),
      tagged(['delivery', 'praise'], ['praise'], []),
      tagged(['praise'], [], ['delivery']),
      async (tx, now) => {
        await tx.query(`update tickets set status = 'resolved', resolved_at = now() where id = $1`, [id])
        const ended = { ticketId: id, from: 'open', to: 'resolved', until: null, reason: 'resolved' } as const
        await changeConversation(tx, now, { owner: 'resolved', resolvedAt: new Date() }, [
          { type: 'conversation.resolved', data: { by: 'agent' }, actor: BY_AGENT },
          { type: 'ticket.state_changed', data: ended, actor: BY_AGENT },
        ])
      },
      rated(2),
      change({ owner: 'assistant', resolvedAt: null }, [
        { type: 'conversation.reopened', data: {}, actor: { kind: 'customer', id } },
      ]),
      says('One more thing'),
      says('It is broken'),
    ]
  }

  it('fires where the rules fired as it happened, on what they saw, with what their limits held back', async () => {
    const reader = createEventReader({ database: db, setTimer: async () => {} })
    const readAll = async () => {
      relay.nudge()
      await until(
        'the numbers',
        async () => (await db.query('select 1 from events where position is null')).length === 0,
      )
      while (await reader.readPage());
    }
    await readAll()
    const customer = await db.transaction(createVisitor)
    for (let round = 0; round < 2; round++) {
      const { id } = await db.transaction((tx) => startConversation(tx, customer))
      for (const happen of happenings(id)) {
        await db.transaction(async (tx) => {
          const conversation = await lockConversation(tx, id)
          if (conversation) await happen(tx, conversation)
        })
        await readAll()
      }
    }
    for (const rule of await listRules(db)) {
      const live = await db.query<{ id: string; findings: unknown; held: boolean }>(
        `select conversation_id as id, findings, suppressed is not null as held from rule_firings where rule_id = $1 order by ordinal`,
        [rule.id],
      )
      expect(live.length, rule.content.name).toBeGreaterThan(0)
      const run = dryRun(db, rule.content)
      let step = await run.next()
      while (!step.done) step = await run.next()
      const { firings, fired, heldBack } = step.value ?? { firings: [], fired: 0, heldBack: 0 }
      const acted = live.filter(({ held }) => !held).map(({ id, findings }) => ({ id, findings }))
      expect({ fired, heldBack }, rule.content.name).toEqual({
        fired: acted.length,
        heldBack: live.length - acted.length,
      })
      expect(
        firings.map(({ conversationId, findings }) => ({ id: conversationId, findings })).reverse(),
        rule.content.name,
      ).toEqual(acted)
    }
  })
})
