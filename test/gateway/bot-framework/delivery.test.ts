import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../../src/domain/index.ts'
import { AgentClient } from '../../support/agent-client.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { BotChannel } from '../../support/bot-channel.ts'
import { describeOnEachDatabase } from '../../support/database.ts'
import { until } from '../../support/wait.ts'

const PARCEL = 'where can i see how far my parcel is'
const RETURN = 'how many days do I have to send something back?'
const PAY = 'can i pay in three parts'

describeOnEachDatabase('what is said to a customer on a channel', ({ open }) => {
  let channel: BotChannel
  let database: Database
  let app: TestApp

  beforeAll(async () => {
    channel = await BotChannel.open()
    database = await open()
    app = await startApp(database, channel.settings())
  })
  afterAll(async () => {
    await app?.close()
    await database?.close()
    await channel?.close()
  })

  /** One conversation on the channel: what it was told, and what it should have been. */
  function talk(name: string) {
    const rows = <Row>(sql: string) =>
      database.query<Row>(`with here as (select * from channel_conversations where external_id = $1) ${sql}`, [name])
    const post = (part: Record<string, unknown>) =>
      channel.post(app.url, channel.activity({ conversation: { id: name }, ...part }))
    return {
      post,
      say: (text: string, part: Record<string, unknown> = {}) =>
        channel.say(app.url, text, { conversation: { id: name }, ...part }),
      status: (state: string, message?: string) =>
        post({ type: 'event', name: 'handoff.status', value: { state, message } }),
      messages: () => channel.messages(name),
      events: () => channel.sent.filter(({ type, conversation }) => type === 'event' && conversation?.id === name),
      taken: () => channel.messages(name).map(({ channelData }) => channelData?.earshot?.seq),
      async spoken(): Promise<number[]> {
        const messages = await rows<{ seq: number }>(
          `select m.seq from messages m join here on here.conversation_id = m.conversation_id
           where m.kind = 'public' and m.author <> 'customer' order by m.seq`,
        )
        return messages.map(({ seq }) => seq)
      },
      async notes(): Promise<string[]> {
        const notes = await rows<{ text: string }>(
          `select m.text from messages m join here on here.conversation_id = m.conversation_id
           where m.kind = 'note' order by m.version`,
        )
        return notes.map(({ text }) => text)
      },
      state: async () =>
        (
          await rows<{ id: string; owner: string; attempts: number; delivered_seq: number; is_leased: boolean }>(
            `select c.id, c.owner, here.attempts, here.delivered_seq, here.lease_token is not null as is_leased
             from here join conversations c on c.id = here.conversation_id`,
          )
        )[0],
      /** Everything said is decided, told of by the relay, and sent or left out; nobody is at it any more. */
      settled: () =>
        until(`everything in ${name} to be sent`, async () => {
          const open = await rows(
            `select 1 from here where due_position > delivered_position or lease_token is not null
             union all
             select 1 from events e join here on here.conversation_id = e.conversation_id where e.position is null
             union all
             select 1 from messages m join here on here.conversation_id = m.conversation_id
             where m.author = 'customer' and m.decided_at is null`,
          )
          return open.length === 0
        }),
    }
  }

  const ownerIs = (conversation: ReturnType<typeof talk>, owner: string) =>
    until(`the owner to be ${owner}`, async () => (await conversation.state())?.owner === owner)

  it('is not lost and keeps its order while the channel fails, over a restart, until it recovers', async () => {
    const conversation = talk('failing')
    const requests = channel.requests
    channel.failWith = 503
    await conversation.say(PARCEL)
    await conversation.say(RETURN)
    await until('two tries', () => channel.requests >= requests + 2)
    await app.close()

    app = await startApp(database, channel.settings())
    await conversation.say(PAY)
    await until('three answers', async () => (await conversation.spoken()).length === 3)
    expect(conversation.taken()).toEqual([])
    channel.failWith = null
    await conversation.settled()
    expect(conversation.taken()).toEqual(await conversation.spoken())
    expect(await conversation.state()).toMatchObject({
      attempts: 0,
      delivered_seq: (await conversation.spoken()).at(-1),
      is_leased: false,
    })
  })

  it('waits for the lease of a process that died, and then goes out', async () => {
    const conversation = talk('died')
    channel.failWith = 503
    await conversation.say(PARCEL)
    await until('a failure', async () => ((await conversation.state())?.attempts ?? 0) > 0)
    const leaseEnds = Date.now() + 3_000
    await database.query(
      `update channel_conversations set lease_token = gen_random_uuid(), lease_until = $1, next_try_at = now()
       where external_id = 'died'`,
      [new Date(leaseEnds)],
    )
    channel.failWith = null
    await conversation.settled()
    expect(Date.now()).toBeGreaterThanOrEqual(leaseEnds)
    expect(conversation.taken()).toEqual(await conversation.spoken())
  })

  it('goes out once and in order from two nodes', async () => {
    const conversation = talk('two-nodes')
    const second = await startApp(database, { ...channel.settings(), EARSHOT_NODE_NAME: 'second' })
    await conversation.say(PARCEL)
    const id = (await conversation.state())?.id ?? ''
    const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
    const elsewhere = await AgentClient.login(second.url, 'lotte@techgear.example')
    await agent.act(id, 'accept')
    for (let i = 0; i < 10; i++) await (i % 2 === 0 ? agent : elsewhere).reply(id, `message ${i}`)
    await conversation.settled()
    await second.close()
    expect(conversation.taken()).toEqual(await conversation.spoken())
    expect(conversation.messages().at(-1)?.text).toBe('message 9')
  })

  it('is kept when the channel takes nothing for long, and the agents are told, and again when it does', async () => {
    const conversation = talk('unreachable')
    channel.failWith = 500
    await conversation.say(PARCEL)
    await until('a failure', async () => ((await conversation.state())?.attempts ?? 0) > 0)
    await database.query(
      `update channel_conversations set attempts = 9, next_try_at = now() where external_id = 'unreachable'`,
    )
    await until('the note', async () => (await conversation.notes()).length === 1)
    expect((await conversation.notes())[0]).toMatch(/^The channel \(directline\) does not take messages\./)

    channel.failWith = null
    const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
    await agent.act((await conversation.state())?.id ?? '', 'accept')
    await until('the second note', async () => (await conversation.notes()).length === 2)
    expect((await conversation.notes())[1]).toMatch(/^The channel \(directline\) takes messages again\./)
    expect(conversation.taken()).toEqual(await conversation.spoken())
  })

  it('goes on where a channel knows no events', async () => {
    const conversation = talk('no-events')
    channel.refusedTypes = ['event']
    await conversation.say('I want to talk to a person')
    await ownerIs(conversation, 'queued')
    await conversation.settled()
    channel.refusedTypes = []
    expect(conversation.taken().length).toBeGreaterThan(0)
    expect(conversation.taken()).toEqual(await conversation.spoken())
  })

  it('is held back while a person beyond the channel has the customer, who then gets the assistant back', async () => {
    const conversation = talk('beyond')
    await conversation.say('I want to talk to a person')
    await ownerIs(conversation, 'queued')
    await conversation.settled()
    const before = conversation.messages().length
    expect((await conversation.status('accepted', 'Sam is here.')).status).toBe(200)
    await conversation.say('I would like to hear what is going on')
    await conversation.settled()
    expect(conversation.messages()).toHaveLength(before)

    expect((await conversation.status('completed')).status).toBe(200)
    await ownerIs(conversation, 'assistant')
    await conversation.say(RETURN, { id: 'after' })
    await channel.next('the answer', ({ replyToId }) => replyToId === 'after')
    expect(conversation.messages()[before]?.text).toBe('The assistant answers again. Ask for a person at any time.')
    expect(conversation.events().map(({ name }) => name)).toEqual(['handoff.initiate'])
    expect(await conversation.notes()).toEqual([
      'A person on the channel’s side has taken over. The assistant’s messages are held back. It says: Sam is here.',
      'The person on the channel’s side is done. The assistant answers again.',
    ])
  })

  it('goes on here when nobody beyond the channel takes over', async () => {
    const conversation = talk('nobody')
    await conversation.say('I want to talk to a person')
    await ownerIs(conversation, 'queued')
    const failed = {
      type: 'event',
      id: 'f1',
      name: 'handoff.status',
      value: { state: 'failed', message: 'Nobody is free.' },
    }
    for (let times = 0; times < 2; times++) expect((await conversation.post(failed)).status).toBe(200)
    expect((await conversation.state())?.owner).toBe('queued')
    expect(await conversation.notes()).toEqual([
      'The channel’s side found nobody to take over. The conversation goes on here. It says: Nobody is free.',
    ])
  })

  it('ends when the customer ends the conversation, and goes on when they write again', async () => {
    const conversation = talk('ended')
    await conversation.say(PARCEL)
    await conversation.settled()
    expect((await conversation.post({ type: 'endOfConversation' })).status).toBe(200)
    await ownerIs(conversation, 'resolved')
    await conversation.say(RETURN, { id: 'again' })
    await channel.next('the answer', ({ replyToId }) => replyToId === 'again')
  })
})
