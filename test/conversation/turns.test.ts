import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type ApplyParts,
  applyTurn,
  changeConversation,
  claimTurn,
  type DecidedTurn,
  findUnclaimed,
  listMessages,
  lockConversation,
  receive,
} from '../../src/conversation/index.ts'
import { createVisitor } from '../../src/customers/index.ts'
import { CALM, type Database, NEW_DIALOGUE } from '../../src/domain/index.ts'
import { insertAgent } from '../../src/people/index.ts'
import { describeOnEachDatabase } from '../support/database.ts'

const parts: ApplyParts = {
  addJobs: async () => {},
  openTicket: async () => ({
    ticket: { ticketId: randomUUID(), priority: 'normal', requiredSkill: 'orders' },
    events: [],
  }),
  matterOf: ({ intent }) => intent,
  tagByModel: async () => [],
  rankAgain: async () => [],
  learnOfCustomer: async () => {},
}
const answer: DecidedTurn = {
  understanding: null,
  frustration: CALM,
  predictedRating: null,
  dialogue: NEW_DIALOGUE,
  jobs: [],
  flow: null,
  decision: {
    kind: 'answer',
    reason: 'small_talk',
    text: 'Hello.',
    sources: [],
    passageId: null,
    probability: null,
    quickReplies: [],
    evidence: {},
  },
}
const lease = { node: 'a', leaseMs: 5_000 }

describeOnEachDatabase('a turn', ({ open }) => {
  let db: Database
  let agentId: string

  beforeAll(async () => {
    db = await open()
    const agent = await insertAgent(db, {
      email: 'mia@example.com',
      name: 'Mia',
      role: 'agent',
      passwordHash: 'none',
      skills: [],
      languages: ['en'],
      capacity: 3,
      workingHours: [],
      timeZone: 'UTC',
    })
    agentId = agent?.id ?? ''
  })
  afterAll(() => db?.close())

  /** A new customer's conversation with these messages, undecided. */
  async function write(...texts: string[]): Promise<string> {
    const customerId = await createVisitor(db)
    let id = ''
    for (const text of texts) {
      const { conversation } = await receive(db, { customerId, clientMessageId: randomUUID(), text })
      id = conversation.id
    }
    return id
  }
  const takeOver = (id: string) =>
    db.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      if (conversation) await changeConversation(tx, conversation, { owner: 'agent', agentId }, [])
    })

  it('is taken by one of many that ask at once', async () => {
    const id = await write('hello')
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimTurn(db, id, lease)))
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
  })

  it('takes the messages of a conversation in their order', async () => {
    const id = await write('first', 'second')
    const texts: string[] = []
    for (;;) {
      const claimed = await claimTurn(db, id, lease)
      if (!claimed) break
      texts.push(claimed.message.text)
      expect(await applyTurn(db, parts, claimed, answer)).toBe('applied')
    }
    expect(texts).toEqual(['first', 'second'])
    expect((await listMessages(db, id)).map(({ author }) => author)).toEqual([
      'customer',
      'customer',
      'assistant',
      'assistant',
    ])
  })

  it('goes to another node when its lease ran out, and the late one changes nothing', async () => {
    const id = await write('hello')
    const slow = await claimTurn(db, id, { node: 'slow', leaseMs: 1 })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await findUnclaimed(db, 100)).toContain(id)
    const other = await claimTurn(db, id, { node: 'other', leaseMs: 5_000 })
    if (!slow || !other) throw new Error('Both nodes must have claimed the turn.')
    expect(await applyTurn(db, parts, slow, answer)).toBe('lease_lost')
    expect(await applyTurn(db, parts, other, answer)).toBe('applied')
    expect((await listMessages(db, id)).filter(({ author }) => author === 'assistant')).toHaveLength(1)
    expect(await findUnclaimed(db, 100)).not.toContain(id)
  })

  it('drops its reply when a person took over meanwhile, and is decided again', async () => {
    const id = await write('hello')
    const claimed = await claimTurn(db, id, lease)
    if (!claimed) throw new Error('The turn must be free.')
    await takeOver(id)
    expect(await applyTurn(db, parts, claimed, answer)).toBe('ownership_changed')
    const messages = await listMessages(db, id)
    expect(messages.map(({ author, decidedAt }) => [author, decidedAt])).toEqual([['customer', null]])
    const again = await claimTurn(db, id, lease)
    expect(again?.conversation.owner).toBe('agent')
  })

  it('changes nothing when a part of it fails', async () => {
    const id = await write('hello')
    const claimed = await claimTurn(db, id, lease)
    if (!claimed) throw new Error('The turn must be free.')
    const failing: ApplyParts = {
      ...parts,
      openTicket: async () => {
        throw new Error('no ticket')
      },
    }
    const escalation: DecidedTurn = {
      ...answer,
      decision: {
        kind: 'escalate',
        reason: 'frustrated',
        text: 'A person takes over.',
        skill: 'orders',
        priority: 'high',
        evidence: {},
      },
    }
    await expect(applyTurn(db, failing, claimed, escalation)).rejects.toThrow('no ticket')
    const [row] = await db.query<{ owner: string; version: number; events: number }>(
      `select owner, version, (select count(*)::int from events where conversation_id = $1) as events
       from conversations where id = $1`,
      [id],
    )
    expect(row).toEqual({ owner: 'assistant', version: claimed.conversation.version, events: 2 })
  })
})
