import { describe, expect, it } from 'vitest'
import { backOff } from '../../../src/gateway/bot-framework/delivery.ts'
import { type OutgoingMessage, toOutgoing } from '../../../src/gateway/bot-framework/outgoing.ts'

const answer: OutgoingMessage = {
  conversationId: 'c1',
  seq: 2,
  author: 'assistant',
  agentName: null,
  text: 'Open **My account**, see [the guide](https://shop.example/guide).',
  sources: [{ articleId: 'track-your-order', title: 'Track your order', heading: 'On the map' }],
  quickReplies: ['Where is it?', 'Cancel it'],
  replyToId: 'a1',
}

function activityOn(channel: string, message = answer, options: { isGroup?: boolean; publicUrl?: string } = {}) {
  const { content } = toOutgoing(
    message,
    { channel, isGroup: options.isGroup ?? false },
    { assistantName: 'Ada', publicUrl: options.publicUrl },
  )
  return content.kind === 'activity' ? content.activity : null
}

describe('a message on its way to a channel', () => {
  it('keeps its Markdown and its buttons where the channel shows them', () => {
    expect(activityOn('webchat', answer, { publicUrl: 'https://help.example' })).toEqual({
      type: 'message',
      text: 'Open **My account**, see [the guide](https://shop.example/guide).\n\nFrom: [Track your order: On the map](https://help.example/help/track-your-order)',
      textFormat: 'markdown',
      inputHint: 'expectingInput',
      suggestedActions: {
        to: [],
        actions: [
          { type: 'imBack', title: 'Where is it?', value: 'Where is it?' },
          { type: 'imBack', title: 'Cancel it', value: 'Cancel it' },
        ],
      },
      channelData: { earshot: { conversationId: 'c1', seq: 2, author: 'assistant' } },
    })
  })

  it('is plain text on a channel that shows neither', () => {
    expect(activityOn('sms', answer, { publicUrl: 'https://help.example' })).toEqual({
      type: 'message',
      text: 'Open My account, see the guide (https://shop.example/guide).\n\nFrom: Track your order: On the map (https://help.example/help/track-your-order)\n\nYou can answer:\n- Where is it?\n- Cancel it',
      textFormat: 'plain',
      inputHint: 'expectingInput',
    })
  })

  it('names its source without a link when the server’s address is not known', () => {
    expect(activityOn('msteams')?.text).toMatch(/\n\nFrom: Track your order: On the map$/)
  })

  it.each([
    ['msteams', 6, false, true],
    ['msteams', 7, false, false],
    ['msteams', 2, true, false],
    ['facebook', 11, false, true],
    ['facebook', 12, false, false],
    ['a-new-channel', 1, false, false],
  ])('on %s with %i choices, in a group: %s, has buttons: %s', (channel, choices, isGroup, hasButtons) => {
    const quickReplies = Array.from({ length: choices }, (_, i) => `choice ${i + 1}`)
    const activity = activityOn(channel, { ...answer, quickReplies }, { isGroup })
    expect(activity?.suggestedActions?.actions.length ?? 0).toBe(hasButtons ? choices : 0)
    expect(activity?.text?.includes(`- choice ${choices}`)).toBe(!hasButtons)
  })

  it.each([
    ['webchat', true],
    ['msteams', true],
    ['facebook', false],
    ['a-new-channel', false],
  ])('on %s shows a card: %s; elsewhere its text says the same', (channel, hasCard) => {
    const summary = 'I would cancel order TG-1 whole: **Aurel One**.\n\nShall I do that?'
    const card = {
      standsFor: summary,
      title: 'Cancel order TG-1?',
      lines: ['Aurel One'],
      replies: ['Yes', 'No'],
      links: [{ title: 'Follow the parcel', url: 'https://carrier.example/1' }],
      image: { url: 'https://shop.example/one.jpg', description: 'Aurel One' },
    }
    const message = {
      ...answer,
      sources: [],
      quickReplies: ['Yes', 'No', 'Stop here'],
      text: `That is right.\n\n${summary}`,
      card,
    }
    const activity = activityOn(channel, message)
    expect(activity?.attachments).toEqual(
      hasCard
        ? [
            {
              contentType: 'application/vnd.microsoft.card.hero',
              content: {
                title: 'Cancel order TG-1?',
                text: 'Aurel One',
                images: [{ url: 'https://shop.example/one.jpg', alt: 'Aurel One' }],
                buttons: [
                  ...['Yes', 'No'].map((reply) => ({ type: 'imBack', title: reply, value: reply })),
                  { type: 'openUrl', title: 'Follow the parcel', value: 'https://carrier.example/1' },
                ],
              },
            },
          ]
        : undefined,
    )
    expect(activity?.text?.includes('Shall I do that?')).toBe(!hasCard)
    if (hasCard) {
      expect(activity?.text).toBe('That is right.')
      expect(activity?.summary).toContain('I would cancel order TG-1 whole: Aurel One.')
      expect(activity?.suggestedActions?.actions.map(({ title }) => title)).toEqual(['Stop here'])
    }
    // A card that does not fit its text is left out, and nothing of the text.
    const other = { ...message, text: 'Something else.' }
    expect(activityOn(channel, other)?.text).toContain('Something else.')
    expect(activityOn(channel, other)?.attachments).toBeUndefined()
  })

  it('is an agent’s text as it was written, under the agent’s name', () => {
    const reply: OutgoingMessage = {
      ...answer,
      author: 'agent',
      agentName: 'Lotte',
      text: '2 ** 3',
      sources: [],
      quickReplies: [],
    }
    const outgoing = toOutgoing(
      reply,
      { channel: 'msteams', isGroup: false },
      { assistantName: 'Ada', publicUrl: undefined },
    )
    expect(outgoing.fromName).toBe('Lotte')
    expect(activityOn('msteams', reply)).toEqual({
      type: 'message',
      text: '2 ** 3',
      textFormat: 'plain',
      inputHint: 'acceptingInput',
    })
  })
})

describe('the wait after a failure', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [7, 64_000],
    [8, 120_000],
    [9, 120_000],
    [10, 600_000],
    [153, 600_000],
    [154, null],
    [1_000, null],
  ])('after %i failures in a row is %s ms', (failures, expected) => {
    expect(backOff(failures)).toBe(expected)
  })
})
