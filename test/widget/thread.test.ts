import { describe, expect, it } from 'vitest'
import type { CustomerMessage } from '../../src/protocol/index.ts'
import { countUnread, EMPTY_THREAD, lastSeqOf, receiveMessages } from '../../widget/state/thread.ts'

const at = (seq: number, author: CustomerMessage['author'] = 'assistant', conversationId = 'c'): CustomerMessage => ({
  conversationId,
  seq,
  author,
  name: null,
  text: `text ${seq}`,
  sources: [],
  quickReplies: [],
  attachments: [],
  clientMessageId: null,
  sentAt: '2026-11-22T10:00:00.000Z',
})

const take = (...seqs: number[]) =>
  receiveMessages(
    EMPTY_THREAD,
    seqs.map((seq) => at(seq)),
  )

describe('the messages of a conversation', () => {
  it.each([
    { given: [1, 2, 3], shown: [1, 2, 3] },
    { given: [3, 1, 2], shown: [1, 2, 3] },
    { given: [1, 1, 2, 2], shown: [1, 2] },
    { given: [1, 2, 4], shown: [1, 2] },
    { given: [2, 3], shown: [] },
    { given: [], shown: [] },
  ])('shows $shown of $given', ({ given, shown }) => {
    expect(take(...given).messages.map(({ seq }) => seq)).toEqual(shown)
  })

  it('keeps the same thread when nothing was new, so that nothing is drawn again', () => {
    const thread = take(1, 2)
    expect(receiveMessages(thread, [at(1), at(2), at(4)])).toBe(thread)
  })

  it('takes no message of another conversation', () => {
    expect(lastSeqOf(receiveMessages(take(1), [at(2, 'assistant', 'other')]))).toBe(1)
  })

  it('counts as unread what others wrote after the last one seen, but not what the system says', () => {
    const thread = receiveMessages(EMPTY_THREAD, [at(1, 'customer'), at(2), at(3, 'system'), at(4, 'agent')])
    expect([0, 2, 3, 4].map((readSeq) => countUnread(thread, readSeq))).toEqual([2, 1, 1, 0])
  })
})
