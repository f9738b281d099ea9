import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALM, type Frustration, SENTIMENTS, type SentimentReading } from '../../src/domain/understanding.ts'
import { FRUSTRATION_WEIGHTS } from '../../src/understanding/frustration-weights.ts'
import {
  FRUSTRATION_CALM,
  FRUSTRATION_HIGH,
  type FrustrationEvidence,
  updateFrustration,
} from '../../src/understanding/index.ts'

const feels = (score: number): SentimentReading => ({
  label: SENTIMENTS[Math.round((score + 1) * 2)] ?? 'neutral',
  score,
  confidence: 0.8,
})

const said = (text: string, score: number, rest: Partial<FrustrationEvidence> = {}): FrustrationEvidence => ({
  text,
  sentiment: feels(score),
  emotions: [],
  repetition: null,
  failedAttempts: 0,
  asksForPerson: false,
  waitingMs: 0,
  customerTurn: 1,
  ...rest,
})

const play = (turns: FrustrationEvidence[]): Frustration[] => {
  const states: Frustration[] = []
  for (const turn of turns) states.push(updateFrustration(states.at(-1) ?? CALM, turn))
  return states
}

const frustrated = [{ name: 'frustration', probability: 0.8 }] as const
const angry = [{ name: 'anger', probability: 0.9 }] as const

describe('frustration', () => {
  it('stays low through ten plain messages where no encoder hears that they are patient', () => {
    const states = play(Array.from({ length: 10 }, (_, i) => said('what about this one', 0, { customerTurn: i + 1 })))
    expect(Math.max(...states.map(({ value }) => value))).toBeLessThan(FRUSTRATION_CALM)
  })

  it('rises on polite despair: unhappy over several turns, asking the same again', () => {
    const states = play([
      said('Good day, my licence shows as expired though it is paid.', -0.4, { emotions: frustrated }),
      said('It is paid, I have the invoice. Could you check, please?', -0.5, {
        emotions: frustrated,
        repetition: 0.6,
        customerTurn: 2,
      }),
      said('I would be very grateful for any help whatsoever.', -0.5, {
        emotions: frustrated,
        repetition: 0.85,
        failedAttempts: 2,
        customerTurn: 3,
      }),
    ])
    const [first, second, third] = states.map(({ value }) => value)
    expect(second!).toBeGreaterThan(first!)
    expect(third!).toBeGreaterThan(second!)
    expect([states[0]!.high, states[2]!.high]).toEqual([false, true])
    expect(states[2]!.drivers).toContain('asked the same thing again')
    expect(states[2]!.drivers).toContain('2 answers did not help')
  })

  it('stays calm on one heated message about a third party', () => {
    const [state] = play([said('MY NEIGHBOUR IS A FUCKING IDIOT!!! HE BROKE MY ROUTER!!!', 0, { emotions: angry })])
    expect(state!.high).toBe(false)
    expect(state!.value).toBeLessThan(FRUSTRATION_CALM)
  })

  it('is high at once when the first message is furious at us', () => {
    const [state] = play([said('YOU ARE USELESS, THIS IS THE THIRD TIME!! DAMN IT', -0.9, { emotions: angry })])
    expect(state!.high).toBe(true)
    expect(state!.drivers).toEqual(expect.arrayContaining(['unhappy words', 'angry tone', 'speaks of another attempt']))
  })

  it('is not high after one plainly negative message', () => {
    expect(play([said('the screen arrived cracked', -0.5)])[0]!.value).toBeLessThan(FRUSTRATION_CALM)
  })

  it('fades turn by turn while the customer is calm', () => {
    const states = play([said('USELESS!!', -0.9, { emotions: angry }), said('ok', 0), said('yes', 0), said('fine', 0)])
    const values = states.map(({ value }) => value)
    expect(values).toEqual([...values].sort((a, b) => b - a))
    expect(values.at(-1)).toBeLessThan(values[0]! * 0.5)
  })

  it('fades faster after thanks than after a neutral message', () => {
    const before = { value: 0.8, high: true, drivers: [] }
    const thanked = updateFrustration(before, said('thank you, that works', 0.6))
    expect(thanked.value).toBeLessThan(updateFrustration(before, said('ok', 0)).value)
    expect(thanked.high).toBe(false)
  })

  it('stays high between the thresholds, but does not become high there', () => {
    const between = { ...FRUSTRATION_WEIGHTS, carried: 0, bias: 0 }
    const turn = said('', 0)
    expect(updateFrustration({ value: 0.7, high: true, drivers: [] }, turn, between)).toMatchObject({
      value: 0.5,
      high: true,
    })
    expect(updateFrustration({ value: 0.5, high: false, drivers: [] }, turn, between)).toMatchObject({
      value: 0.5,
      high: false,
    })
  })

  // 0.405 is the logit of 0.6 and −0.405 that of 0.4.
  it.each([
    { bias: 0.41, wasHigh: false, high: true },
    { bias: 0.4, wasHigh: false, high: false },
    { bias: -0.4, wasHigh: true, high: true },
    { bias: -0.41, wasHigh: true, high: false },
  ])('is high ($high) at a logit of $bias when it was high before ($wasHigh)', ({ bias, wasHigh, high }) => {
    const weights = { ...FRUSTRATION_WEIGHTS, carried: 0, bias }
    expect(updateFrustration({ value: 0.5, high: wasHigh, drivers: [] }, said('', 0), weights).high).toBe(high)
  })

  it.each([
    ['asking for a person', { asksForPerson: true }],
    ['a failed attempt', { failedAttempts: 1 }],
    ['asking the same again', { repetition: 0.9 }],
    ['ten minutes of waiting', { waitingMs: 600_000 }],
    ['angry words', { sentiment: feels(-0.8) }],
  ])('rises with %s, and says so', (_, change) => {
    const plain = updateFrustration(CALM, said('hello', 0))
    const state = updateFrustration(CALM, { ...said('hello', 0), ...change })
    expect(state.value).toBeGreaterThan(plain.value)
    expect(state.drivers.length).toBeGreaterThan(0)
  })

  it('is always between 0 and 1, high above the upper threshold and never below the lower one', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(
        fc.record({ value: chance, high: fc.boolean(), drivers: fc.constant<string[]>([]) }),
        fc.string({ unit: 'binary' }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.option(chance),
        fc.nat(20),
        fc.nat(10_000_000),
        (previous, text, score, repetition, failedAttempts, waitingMs) => {
          const state = updateFrustration(previous, said(text, score, { repetition, failedAttempts, waitingMs }))
          return (
            state.value >= 0 &&
            state.value <= 1 &&
            (state.high || state.value < FRUSTRATION_HIGH) &&
            (!state.high || state.value >= FRUSTRATION_CALM) &&
            state.drivers.length <= 4
          )
        },
      ),
    )
  })
})
