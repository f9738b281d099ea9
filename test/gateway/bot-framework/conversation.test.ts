import { afterAll, beforeAll, expect, it } from 'vitest'
import { createChannelActions } from '../../../src/actions/index.ts'
import { appendMessage, lockConversation } from '../../../src/conversation/index.ts'
import type { Database } from '../../../src/domain/index.ts'
import { createBotFramework } from '../../../src/gateway/bot-framework/index.ts'
import { AgentClient } from '../../support/agent-client.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { BotChannel } from '../../support/bot-channel.ts'
import { describeOnEachDatabase } from '../../support/database.ts'
import { until } from '../../support/wait.ts'

/** A PNG of one white pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
  'base64',
)

describeOnEachDatabase('a conversation on a Bot Framework channel', ({ open }) => {
  let channel: BotChannel
  let database: Database
  let app: TestApp
  let agent: AgentClient

  beforeAll(async () => {
    channel = await BotChannel.open()
    database = await open()
    app = await startApp(database, { ...channel.settings(), EARSHOT_PUBLIC_URL: 'https://help.example' })
    agent = await (await AgentClient.login(app.url, 'lotte@techgear.example')).connect()
  })
  afterAll(async () => {
    agent?.disconnect()
    await app?.close()
    await database?.close()
    await channel?.close()
  })

  const conversationId = async () => {
    const { conversations } = await agent.inbox()
    const row = conversations.find(({ channel }) => channel === 'directline')
    if (!row) throw new Error('No conversation of the channel is in the inbox.')
    return row.id
  }

  it('is greeted once, however often the channel says that somebody joined', async () => {
    const joined = { type: 'conversationUpdate', text: undefined, membersAdded: [{ id: 'earshot' }] }
    for (let times = 0; times < 3; times++)
      expect((await channel.post(app.url, channel.activity(joined))).status).toBe(200)
    await channel.next('the greeting', ({ text }) => text?.startsWith('Hello. This is TechGear assistant.') ?? false)
    await channel.say(app.url, 'where can i see how far my parcel is', { id: 'question-1' })
    const answer = await channel.next('the answer', ({ replyToId }) => replyToId === 'question-1')
    expect(answer).toMatchObject({
      type: 'message',
      textFormat: 'markdown',
      from: { id: 'earshot', name: 'TechGear assistant' },
      recipient: { id: 'clara' },
      channelData: { earshot: { seq: 2, author: 'assistant' } },
    })
    expect(answer.text).toContain('(https://help.example/help/track-your-order)')
    expect(channel.messages()).toHaveLength(2)
  })

  it('is stored once when the channel repeats an activity', async () => {
    await channel.say(app.url, 'where can i see how far my parcel is', { id: 'question-1' })
    const { messages, summary } = await agent.open(await conversationId())
    expect(messages.filter(({ author }) => author === 'customer')).toHaveLength(1)
    expect(summary).toMatchObject({ channel: 'directline', customerName: 'Clara Jensen' })
  })

  it('offers what can be chosen as suggested actions', async () => {
    const id = await conversationId()
    const choices = ['Track a parcel', 'Cancel an order']
    await database.transaction(async (tx) => {
      const conversation = await lockConversation(tx, id)
      if (!conversation) throw new Error('The conversation is gone.')
      const asked = { kind: 'public', author: 'assistant', text: 'Which of these?', quickReplies: choices } as const
      await appendMessage(tx, conversation, asked)
    })
    const shown = await channel.next('the question', ({ text }) => text === 'Which of these?')
    expect(shown.suggestedActions?.actions).toEqual(
      choices.map((choice) => ({ type: 'imBack', title: choice, value: choice })),
    )
    expect(shown.replyToId).toBeUndefined()
  })

  it('shows typing both ways', async () => {
    const id = await conversationId()
    await agent.ask('conversation:watch', { conversationId: id, version: 0 })
    await agent.ask('typing:set', { conversationId: id, typing: true })
    expect(await channel.next('typing', ({ type }) => type === 'typing')).toMatchObject({
      from: { name: 'Lotte de Vries' },
    })
    const seen = agent.next('typing')
    await channel.post(app.url, channel.activity({ type: 'typing', text: undefined }))
    expect(await seen).toMatchObject({ conversationId: id, author: 'customer', typing: true })
  })

  it('shows that the assistant is at work only when that takes a while', async () => {
    const slow = createBotFramework({
      ...app.config,
      publicUrl: undefined,
      log() {},
      report(error) {
        throw error
      },
    })
    const channelActions = createChannelActions({ database, afterCommit() {}, endWork: async () => {} })
    slow.serve({ database, channelActions })
    const { customer } = await agent.open(await conversationId())
    const before = channel.sent.length
    slow.assistantTyping(customer.id, true)
    slow.assistantTyping(customer.id, false)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(channel.sent).toHaveLength(before)
    slow.assistantTyping(customer.id, true)
    const shown = await until('typing', () => channel.sent[before])
    expect(shown).toMatchObject({ type: 'typing', from: { name: 'TechGear assistant' } })
    await slow.close()
  })

  it('hands over with the whole story when the customer is angry', async () => {
    await channel.say(app.url, 'do you know a good recipe for lentil soup')
    await channel.say(app.url, 'my order was supposed to arrive last week and it still has not come')
    await channel.say(app.url, 'This is the third time I am asking. It is ridiculous, nobody helps me!', {
      id: 'anger',
    })
    const initiate = await channel.next('handoff.initiate', ({ name }) => name === 'handoff.initiate')
    expect(initiate).toMatchObject({ type: 'event', conversation: { id: 'conversation-1' } })
    expect(initiate.value).toMatchObject({
      ticket: 1,
      reason: expect.any(String),
      summary: expect.stringMatching(/\w+/),
    })
    const transcript = initiate.attachments?.find(({ name }) => name === 'Transcript')?.content?.activities ?? []
    expect(transcript[0]).toMatchObject({ text: 'where can i see how far my parcel is', from: { role: 'user' } })
  })

  it('brings the agent’s reply to the customer, after word that they took over', async () => {
    const id = await conversationId()
    await agent.row(id, ({ owner }) => owner === 'offered')
    await agent.act(id, 'accept')
    await agent.reply(id, 'Hello Clara, I am looking at your order now.')
    const reply = await channel.next('the reply', ({ text }) => text === 'Hello Clara, I am looking at your order now.')
    expect(reply).toMatchObject({ textFormat: 'plain', from: { name: 'Lotte de Vries' } })
    const accepted = channel.sent.findIndex(
      ({ name, value }) => name === 'handoff.status' && value?.state === 'accepted',
    )
    expect(accepted).toBeGreaterThan(-1)
    expect(accepted).toBeLessThan(channel.sent.indexOf(reply))
  })

  it('tells the agents when the customer changes or deletes what they wrote', async () => {
    const id = await conversationId()
    const edited = channel.activity({ type: 'messageUpdate', id: 'anger', text: 'my order has come after all' })
    for (let times = 0; times < 2; times++) expect((await channel.post(app.url, edited)).status).toBe(200)
    await channel.post(app.url, channel.activity({ type: 'messageDelete', id: 'question-1', text: undefined }))
    const notes = (await agent.open(id)).messages.filter(({ kind }) => kind === 'note').map(({ text }) => text)
    expect(notes).toEqual([
      expect.stringMatching(/^The customer changed message \d+ to: my order has come after all$/),
      expect.stringMatching(/^The customer deleted message \d+ on the channel\.$/),
    ])
  })

  it('takes in the files a customer sends, and says which it does not take', async () => {
    channel.files.set('/files/photo', PIXEL)
    channel.files.set('/files/page', Buffer.from('<html></html>'))
    const named = (name: string, url: string) => ({ contentType: 'image/png', contentUrl: url, name })
    const attachments = [
      { contentType: 'text/html', content: '<p>see photo</p>' },
      named('photo.jpg', `${channel.url}/files/photo`),
      named('page.png', `${channel.url}/files/page`),
      named('inside.png', 'https://127.0.0.1:1/secret.png'),
    ]
    await channel.say(app.url, 'see photo', { attachments })
    const { messages } = await agent.open(await conversationId())
    const sent = messages.findLast(({ author }) => author === 'customer')
    expect(sent?.text).toBe('see photo')
    // Named by what it holds, not by what it was called.
    expect(sent?.attachments).toMatchObject([{ name: 'photo.png', type: 'image/png', bytes: PIXEL.length }])
    const file = await agent.request('GET', `/api/console/attachments/${sent?.attachments[0]?.id}`)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PIXEL)
    const told = await channel.next('word of the refusal', ({ text }) => text?.includes('page.png') ?? false)
    expect(told.text).toContain('“page.png” was not taken. The file is none of JPEG')
    expect(told.text).toContain('“inside.png” was not taken: it lies where this server may not fetch from.')
  })

  it('tells the channel that the handoff is over', async () => {
    await agent.act(await conversationId(), 'resolve')
    await channel.next('the end', ({ name, value }) => name === 'handoff.status' && value?.state === 'completed')
  })

  it('keeps people apart who go by the same name in different conversations', async () => {
    await channel.say(app.url, 'how many days do I have to send something back?', { conversation: { id: 'another' } })
    await until('an answer there', () => channel.messages('another')[0])
    const rows = (await agent.inbox()).conversations.filter((row) => row.channel === 'directline')
    const customers = await Promise.all(rows.map(async ({ id }) => (await agent.open(id)).customer.id))
    expect(new Set(customers).size).toBe(2)
  })
})
