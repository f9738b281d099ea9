import { describe, expect, it } from 'vitest'
import { readActivity } from '../../../src/gateway/bot-framework/activity.ts'

const activity = (part: Record<string, unknown>) => ({
  type: 'message',
  id: 'a1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.example/emea/',
  from: { id: 'clara', name: null },
  recipient: { id: 'bot' },
  conversation: { id: 'c1' },
  ...part,
})
const read = (part: Record<string, unknown>) => readActivity(activity(part)).incoming

describe('an activity', () => {
  it.each([
    ['a message', { text: ' where is it? ' }, { kind: 'message', activityId: 'a1', text: 'where is it?', files: [] }],
    ['a button’s value', { value: 'Cancel it' }, { kind: 'message', activityId: 'a1', text: 'Cancel it', files: [] }],
    ['a message with nothing in it', {}, { kind: 'ignored' }],
    ['a card’s value', { value: { choice: 1 } }, { kind: 'ignored' }],
    ['an edited message', { type: 'messageUpdate', text: 'x' }, { kind: 'edited', activityId: 'a1', text: 'x' }],
    ['a deleted message', { type: 'messageDelete' }, { kind: 'deleted', activityId: 'a1' }],
    ['somebody who joins', { type: 'conversationUpdate', membersAdded: [{ id: 'clara' }] }, { kind: 'joined' }],
    ['somebody who leaves', { type: 'conversationUpdate', membersRemoved: [{ id: 'clara' }] }, { kind: 'ignored' }],
    ['Web Chat that opens', { type: 'event', name: 'webchat/join' }, { kind: 'joined' }],
    ['another event', { type: 'event', name: 'tokens/response', value: {} }, { kind: 'ignored' }],
    ['typing', { type: 'typing' }, { kind: 'typing' }],
    ['the end', { type: 'endOfConversation' }, { kind: 'ended' }],
    ['an invoke', { type: 'invoke' }, { kind: 'invoke' }],
    [
      'a handoff’s status',
      { type: 'event', name: 'handoff.status', value: { state: 'failed' } },
      { kind: 'handoff', state: 'failed', message: null },
    ],
  ])('that is %s is read as such', (_what, part, expected) => {
    expect(read(part)).toEqual(expected)
  })

  it('is read without the mention of the bot, and with those of others', () => {
    const entities = [
      { type: 'clientInfo', locale: 'en-GB' },
      { type: 'mention', mentioned: { id: 'bot' }, text: '<at>Earshot</at>' },
      { type: 'mention', mentioned: { id: 'sam' }, text: '<at>Sam</at>' },
    ]
    expect(read({ text: '<at>Earshot</at> is <at>Sam</at> there?', entities })).toMatchObject({
      text: 'is <at>Sam</at> there?',
    })
  })

  it('tells of files by name and address, and leaves out what is no file', () => {
    const attachments = [
      { contentType: 'text/html', content: '<p>hello</p>' },
      { contentType: 'application/pdf', contentUrl: 'https://files.example/r.pdf', name: 'receipt.pdf' },
      { contentType: 'image/png', contentUrl: 'data:image/png;base64,AAAA' },
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        contentUrl: 'https://company.example/plan.pdf',
        name: 'plan.pdf',
        content: { downloadUrl: 'https://company.example/plan.pdf?once', fileType: 'pdf' },
      },
    ]
    expect(read({ attachments })).toMatchObject({
      text: 'Attachment: receipt.pdf\nAttachment: file\nAttachment: plan.pdf',
      files: [
        { url: 'https://files.example/r.pdf', name: 'receipt.pdf' },
        { url: null, name: 'file' },
        { url: 'https://company.example/plan.pdf?once', name: 'plan.pdf' },
      ],
    })
    expect(read({ text: 'look', attachments })).toMatchObject({ text: 'look' })
  })
})
