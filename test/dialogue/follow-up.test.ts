import { describe, expect, it } from 'vitest'
import { questionBefore, readEllipsis } from '../../src/dialogue/index.ts'
import type { Decision } from '../../src/domain/index.ts'

describe('what a message leaves out', () => {
  it.each([
    ['how long does that take?', 'points_back'],
    ['is it free?', 'points_back'],
    ['and why?', 'points_back'],
    ['and to Canada?', 'leads_on'],
    ['what about the warranty', 'leads_on'],
    ['how about headphones?', 'leads_on'],
    ['where is my parcel', null],
    ['hello', null],
    ['', null],
    ['and I would like to know how long the delivery of a laptop takes', null],
    ['can I return this speaker', null],
  ])('reads %j as %s', (text, ellipsis) => {
    expect(readEllipsis(text)).toBe(ellipsis)
  })
})

describe('the question before', () => {
  const decided = (kind: Decision['kind'], reason: string, title = 'Title') =>
    // Only what is read of a decision.
    ({ kind, reason, sources: [{ articleId: 'a', title, heading: null }], evidence: {} }) as unknown as Decision

  it('is the latest that got an answer, beyond small talk and questions back', () => {
    const earlier = [
      { text: 'thanks', decision: decided('answer', 'small_talk') },
      { text: 'hm', decision: decided('clarify', 'not_understood') },
      { text: 'how much is delivery', decision: decided('answer', 'confident_answer') },
      { text: 'older', decision: decided('answer', 'confident_answer') },
    ]
    expect(questionBefore(earlier)).toBe('how much is delivery')
  })

  it('is the title of what was chosen, because "the second one" says nothing', () => {
    expect(
      questionBefore([{ text: 'the second one', decision: decided('answer', 'chosen_option', 'Delivery costs') }]),
    ).toBe('Delivery costs')
  })

  it('is nothing at the start', () => {
    expect(questionBefore([])).toBeNull()
    expect(questionBefore([{ text: 'hm', decision: null }])).toBeNull()
  })
})
