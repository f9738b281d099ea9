import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from '../../src/automation/conditions.ts'
import { fillTemplate, readRule } from '../../src/automation/index.ts'
import { DEEPEST_CHAIN, matchRules } from '../../src/automation/match.ts'
import { occurrenceOf } from '../../src/automation/occurrences.ts'
import type { Condition, FactValue, Rule, RuleActionKind, RuleContent } from '../../src/domain/index.ts'

const CONTENT: RuleContent = {
  name: 'Tag every message',
  event: { type: 'message_received' },
  conditions: { all: [] },
  actions: [{ kind: 'add_tags', tags: ['seen'] }],
  stopOnMatch: false,
  limits: { perCustomer: { times: 1, hours: 24 }, perRule: { times: 100, hours: 1 } },
}
const rule = (id: string, change: Partial<Rule> = {}, content: Partial<RuleContent> = {}): Rule => ({
  id,
  version: 1,
  enabled: true,
  place: 1,
  ...change,
  content: { ...CONTENT, ...content },
})
const WROTE = occurrenceOf({ type: 'message.posted', data: { author: 'customer' } })
const never = () => ({ ofCustomer: 0, ofRule: 0 })
const WORLD = {
  actions: new Set<RuleActionKind>(['add_tags', 'reply', 'webhook']),
  tags: new Set(['a', 'seen', 'refund']),
  flows: new Set<string>(),
}

describe('a condition', () => {
  it.each<[string, string, FactValue | undefined, FactValue, boolean]>([
    ['message.text', 'contains', 'FIRE', 'it caught fire', true],
    ['message.text', 'has_word', ['fire'], 'a fireplace', false],
    ['message.text', 'has_word', ['fire'], 'Fire!', true],
    ['message.text', 'has_word', ['caught fire'], 'it caught fire.', true],
    ['message.text', 'starts_with', 'where', 'Where is it', true],
    ['message.text', 'contains_not', 'x', null, true],
    ['message.text', 'contains', 'x', null, false],
    ['message.text', 'is_empty', undefined, null, true],
    ['customer.name', 'is_not_empty', undefined, 'Ada', true],
    ['conversation.frustration', 'at_least', 0.6, 0.6, true],
    ['conversation.frustration', 'more', 0.6, 0.6, false],
    ['conversation.frustration', 'at_most', 0.6, 0.6, true],
    ['conversation.frustration', 'less', 0.6, 0.6, false],
    ['conversation.rating', 'at_most', 2, null, false],
    ['ticket.priority', 'at_least', 'high', 'urgent', true],
    ['ticket.priority', 'at_least', 'high', 'normal', false],
    ['ticket.priority', 'at_most', 'high', null, false],
    ['ticket.priority', 'is_not', 'high', null, true],
    ['conversation.owner', 'one_of', ['queued', 'offered'], 'offered', true],
    ['conversation.owner', 'none_of', ['queued'], 'agent', true],
    ['conversation.tags', 'has_any', ['refund', 'late'], ['late'], true],
    ['conversation.tags', 'has_all', ['refund', 'late'], ['late'], false],
    ['conversation.tags', 'has_none', ['refund'], ['late'], true],
    ['conversation.tags', 'is_empty', undefined, [], true],
    ['ticket.open', 'is', true, false, false],
  ])('%s %s %j, where it is %j: %s', (field, op, value, seen, holds) => {
    const condition: Condition = value === undefined ? { field, op } : { field, op, value }
    expect(judge(condition, { [field]: seen })).toEqual({
      holds,
      findings: [{ field, op, wanted: value ?? null, seen, holds }],
    })
  })

  it('joins by all, any and not, and shows every comparison with what it met', () => {
    const facts = { 'ticket.open': true, 'conversation.rating': 2 }
    const open: Condition = { field: 'ticket.open', op: 'is', value: true }
    const low: Condition = { field: 'conversation.rating', op: 'at_most', value: 1 }
    expect(judge({ all: [open, low] }, facts)).toMatchObject({ holds: false, findings: [{ seen: true }, { seen: 2 }] })
    expect(judge({ any: [open, low] }, facts).holds).toBe(true)
    expect(judge({ not: low }, facts).holds).toBe(true)
    expect([judge({ all: [] }, facts).holds, judge({ any: [] }, facts).holds]).toEqual([true, false])
  })
})

describe('matching', () => {
  it('asks the rules in their order and stops after one that says so', () => {
    const rules = [rule('c', { place: 3 }), rule('a', { place: 1 }), rule('b', { place: 2 }, { stopOnMatch: true })]
    expect(matchRules(WROTE, {}, rules, [], never).map((match) => match.rule.id)).toEqual(['a', 'b'])
  })

  it('goes past a stopping rule that is held back by its limit', () => {
    const rules = [rule('a', { place: 1 }, { stopOnMatch: true }), rule('b', { place: 2 })]
    const matches = matchRules(WROTE, {}, rules, [], ({ id }) => ({ ofCustomer: id === 'a' ? 1 : 0, ofRule: 0 }))
    expect(matches.map(({ rule, suppressed }) => [rule.id, suppressed])).toEqual([
      ['a', 'customer_limit'],
      ['b', null],
    ])
  })

  it.each([
    [[], never, null],
    [['other'], never, null],
    [['a'], never, 'own_consequence'],
    [['x', 'a', 'y'], never, 'own_consequence'],
    [['x', 'y', 'z'], never, 'too_deep'],
    [[], () => ({ ofCustomer: 1, ofRule: 1 }), 'customer_limit'],
    [[], () => ({ ofCustomer: 0, ofRule: 100 }), 'rule_limit'],
    [[], () => ({ ofCustomer: 0, ofRule: 99 }), null],
  ])('caused by %j: %s %s', (causedBy, count, suppressed) => {
    expect(matchRules(WROTE, {}, [rule('a')], causedBy, count)).toMatchObject([{ suppressed }])
  })

  it.each([
    [0.3, 0.6, true],
    [0.59, 0.6, true],
    [0.6, 0.7, false],
    [0.3, 0.59, false],
  ])('takes frustration from %d to %d as crossing 0.6: %s', (before, now, crossed) => {
    const decided = occurrenceOf({ type: 'turn.decided', data: {} })
    const facts = { 'event.frustrationBefore': before, 'conversation.frustration': now }
    const crossing = rule('a', {}, { event: { type: 'frustration_crossed', threshold: 0.6 } })
    expect(matchRules(decided, facts, [crossing], [], never)).toHaveLength(crossed ? 1 : 0)
  })

  it.each([
    ['message.posted', { author: 'agent' }, ['agent_replied']],
    ['message.posted', { author: 'assistant' }, []],
    ['tags.changed', { added: ['a'], removed: [] }, ['tag_added']],
    ['conversation.rated', { rating: 2 }, ['rated', 'rated_low']],
    ['conversation.rated', { rating: 3 }, ['rated']],
    ['service_level.breached', {}, ['service_level_breached']],
    ['conversation.offered', {}, []],
  ])('knows %s %j as %j', (type, data, types) => {
    expect(occurrenceOf({ type, data }).types).toEqual(types)
  })

  it('never lets a rule fire on what it caused, and lets no chain grow beyond its depth', () => {
    // Every rule answers every event with another: the worst that can be written.
    const rules = fc.uniqueArray(fc.integer({ min: 1, max: 8 }).map(String), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(rules, (ids) => {
        const all = ids.map((id, place) => rule(id, { place }))
        const fired: string[][] = []
        const waiting: string[][] = [[]]
        for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
          for (const { rule: one, suppressed } of matchRules(WROTE, {}, all, chain, never)) {
            if (suppressed !== null) continue
            fired.push([...chain, one.id])
            waiting.push([...chain, one.id])
          }
        }
        for (const chain of fired) {
          expect(new Set(chain).size).toBe(chain.length)
          expect(chain.length).toBeLessThanOrEqual(DEEPEST_CHAIN)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('gives the same rules in the same order however they are listed', () => {
    const some = fc.array(fc.record({ place: fc.integer({ min: 1, max: 4 }), stops: fc.boolean(), on: fc.boolean() }))
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (made, chance) => {
        const all = made.map(({ place, stops, on }, index) =>
          rule(String(index).padStart(3, '0'), { place, enabled: on }, { stopOnMatch: stops }),
        )
        const shuffled = [...all].sort(() => ((chance.next().value ?? 0) % 2) - 0.5)
        const ids = (rules: Rule[]) => matchRules(WROTE, {}, rules, [], never).map((match) => match.rule.id)
        expect(ids(shuffled)).toEqual(ids(all))
        const stopsAt = matchRules(WROTE, {}, all, [], never).findIndex((match) => match.rule.content.stopOnMatch)
        if (stopsAt !== -1) expect(ids(all)).toHaveLength(stopsAt + 1)
      }),
    )
  })
})

describe('reading a rule', () => {
  it('fills in what may be left out', () => {
    const { conditions, stopOnMatch, limits } = readRule(
      { name: 'A', event: { type: 'rated' }, actions: [{ kind: 'add_tags', tags: ['a'] }] },
      WORLD,
    )
    expect({ conditions, stopOnMatch, limits }).toEqual({
      conditions: { all: [] },
      stopOnMatch: false,
      limits: { perCustomer: { times: 1, hours: 24 }, perRule: { times: 100, hours: 1 } },
    })
  })

  it.each([
    ['name', { name: ' ' }],
    ['event.type', { event: { type: 'sunrise' } }],
    ['event.hours', { event: { type: 'no_reply_for', who: 'agent', hours: 0 } }],
    ['conditions.all.0.field', { conditions: { all: [{ field: 'moon', op: 'is', value: 'full' }] } }],
    ['conditions.all.0.op', { conditions: { all: [{ field: 'ticket.open', op: 'contains', value: 'x' }] } }],
    [
      'conditions.any.0.not.value',
      { conditions: { any: [{ not: { field: 'ticket.priority', op: 'is', value: 'huge' } }] } },
    ],
    ['conditions.value', { conditions: { field: 'conversation.rating', op: 'at_most', value: '2' } }],
    ['actions', { actions: [] }],
    ['actions.0.text', { actions: [{ kind: 'reply', text: 'Dear {{customer.nam}}' }] }],
    ['actions.0.secret', { actions: [{ kind: 'webhook', url: 'https://a.example', secret: 'short' }] }],
    ['actions.0.kind', { actions: [{ kind: 'snooze', hours: 1 }] }],
    ['limits.perRule.times', { limits: { perCustomer: { times: 1, hours: 1 }, perRule: { times: 0, hours: 1 } } }],
    ['actions.0.tags', { actions: [{ kind: 'add_tags', tags: ['refnd'] }] }],
    ['conditions.any.0.value', { conditions: { any: [{ field: 'conversation.tags', op: 'has_any', value: ['x'] }] } }],
    ['colour', { colour: 'red' }],
  ])('refuses a wrong %s by name', (field, wrong) => {
    expect(() => readRule({ ...CONTENT, ...wrong }, WORLD)).toThrow(expect.objectContaining({ field }))
  })
})

it('a rule that names an unknown tag is told the nearest one', () => {
  expect(() => readRule({ ...CONTENT, actions: [{ kind: 'add_tags', tags: ['refnd'] }] }, WORLD)).toThrow(
    'The rule was not saved: its action names the tag "refnd", which does not exist. Did you mean "refund"?',
  )
})

describe('a text with placeholders', () => {
  const values = {
    'customer.name': 'Ada',
    'customer.email': null,
    'agent.name': null,
    'ticket.number': '7',
    'ticket.priority': null,
    'ticket.skill': null,
    'conversation.id': 'c',
    'conversation.rating': null,
  }
  it('is filled, and refused with the names of what is missing', () => {
    expect(fillTemplate('{{customer.name}}, ticket {{ ticket.number }}', values)).toBe('Ada, ticket 7')
    expect(fillTemplate('Hello {{agent.name|there}}', values)).toBe('Hello there')
    expect(() => fillTemplate('{{agent.name}} {{customer.email}}', values)).toThrow(
      '{{agent.name}}, {{customer.email}}',
    )
  })
})
