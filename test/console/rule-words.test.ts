import { describe, expect, it } from 'vitest'

import { EMPTY_RULE, eventWords, findingWords, newAction, newEvent, ruleText } from '../../console/state/rule-words.ts'
import { describeCatalogue } from '../../src/automation/catalogue.ts'

const catalogue = describeCatalogue(new Set(['note', 'reply']), [])

describe('rules in words', () => {
  it.each([
    [newEvent('no_reply_for'), 'The customer does not reply for 24 h'],
    [newEvent('frustration_crossed'), 'Frustration passes 0.6'],
    [newEvent('rated_low'), 'The customer rates it 1 or 2'],
  ])('say when: %j', (event, words) => {
    expect(eventWords(event, catalogue)).toBe(words)
  })

  it.each([
    ['ticket.priority', 'at_least', 'high', 'urgent', 'Priority is at least high: it was urgent'],
    ['conversation.tags', 'is_empty', null, [], 'Tags is empty: it was none'],
    ['understanding.sentiment', 'is', 'very_negative', null, 'Sentiment is very negative: it was nothing'],
    ['gone.field', 'is', 'x', 0.123, 'gone.field is x: it was 0.12'],
  ])('say what %s %s saw', (field, op, wanted, seen, words) => {
    expect(findingWords({ field, op, wanted, seen, holds: true }, catalogue)).toBe(words)
  })

  it('are told line by line, groups indented', () => {
    const text = ruleText(
      {
        ...EMPTY_RULE,
        name: 'Refunds',
        conditions: { all: [{ not: { any: [{ field: 'ticket.open', op: 'is', value: true }] } }] },
        actions: [newAction('assign'), { kind: 'reply', text: 'Look.', translations: { nl: 'Kijk.' } }],
      },
      catalogue,
    )
    expect(text.split('\n')).toEqual([
      'Name: Refunds',
      'When: The customer writes',
      'If all of these hold:',
      '  If this does not hold:',
      '    If one of these holds:',
      '      A ticket is open or has just ended is yes',
      '1. Assign: back to the queue',
      '2. Write to the customer: Look.',
      '   in Dutch: Kijk.',
      'At most 1 per customer in 24 h, 100 in all in 1 h',
      'Lets the rules below go on',
    ])
  })
})
