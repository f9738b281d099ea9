import { describe, expect, it } from 'vitest'
import { createChance } from '../../src/cli/history/chance.ts'
import type { Opening } from '../../src/domain/index.ts'
import { evaluateExpectedTime, FEWEST_TICKETS, fitExpectedTime, predictExpectedTime } from '../../src/tickets/index.ts'

const opening = (change: Partial<Opening> = {}): Opening => ({
  intent: 'order_status',
  tags: ['orders'],
  skill: 'orders',
  priority: 'normal',
  language: 'en',
  reason: 'asked_for_person',
  sentiment: 0,
  frustration: 0.2,
  messages: 2,
  characters: 80,
  waiting: 0,
  staffedInMinutes: 0,
  ...change,
})

/** Tickets whose time depends on skill, queue and the hours until somebody works, and on chance by a factor of about 1.5. */
function lived(tickets: number, seed = 1) {
  const chance = createChance(seed)
  return Array.from({ length: tickets }, () => {
    const isTechnical = chance.happens(0.4)
    const waiting = Math.floor(chance.draw() * 8)
    const staffedInMinutes = chance.happens(0.2) ? 30 + Math.floor(chance.draw() * 600) : 0
    const usual = (isTechnical ? 40 : 10) * (1 + waiting / 10) + staffedInMinutes
    return {
      opening: opening({
        intent: isTechnical ? 'wifi' : 'order_status',
        skill: isTechnical ? 'technical' : 'orders',
        waiting,
        staffedInMinutes,
      }),
      minutes: chance.logNormal({ median: usual, sigma: 0.4 }),
      simulated: true,
    }
  })
}

describe('The expected time of a ticket', () => {
  it('is not guessed from a handful of tickets', () => {
    expect(fitExpectedTime(lived(FEWEST_TICKETS - 1))).toBeNull()
    expect(fitExpectedTime(lived(FEWEST_TICKETS))).not.toBeNull()
  })

  it('is longer for what took longer, says why, and from how much it was learnt', () => {
    const model = fitExpectedTime(lived(400))
    if (!model) throw new Error('There is no model.')
    const short = predictExpectedTime(model, opening())
    const long = predictExpectedTime(model, opening({ intent: 'wifi', skill: 'technical' }))
    expect(long.minutes).toBeGreaterThan(short.minutes * 2)
    expect(long.between[0]).toBeLessThan(long.minutes)
    expect(long.between[1]).toBeGreaterThan(long.minutes)
    expect(long.reasons.some(({ what, factor }) => /wifi|technical/.test(what) && factor > 1)).toBe(true)
    expect(long).toMatchObject({ tickets: 400, simulated: true })
  })

  it('counts from when somebody works, where tickets are taken up then', () => {
    const tickets = lived(400).map((ticket, i) => ({
      ...ticket,
      minutes: ticket.opening.staffedInMinutes + 5 + (i % 7),
    }))
    const model = fitExpectedTime(tickets)
    if (!model) throw new Error('There is no model.')
    const overnight = predictExpectedTime(model, opening({ staffedInMinutes: 900 }))
    expect(overnight.minutes).toBeGreaterThan(903)
    expect(overnight.minutes).toBeLessThan(913)
    expect(overnight.between[1]).toBeLessThan(920)
    expect(overnight.reasons[0]).toMatchObject({ what: 'nobody works now' })
  })

  it('is better on later tickets than the median of the intent, and its bounds hold for about eight in ten', () => {
    const quality = evaluateExpectedTime(lived(600))
    expect(quality?.mae).toBeLessThan((quality?.baselineMae ?? 0) * 0.8)
    expect(quality?.withinBounds).toBeGreaterThan(0.7)
    expect(quality?.withinBounds).toBeLessThan(0.9)
  })

  it('knows nothing that was not known at the opening: with outcomes dealt anew it is no better than the median', () => {
    const chance = createChance(5)
    const tickets = lived(600)
    const minutes = tickets.map((ticket) => ticket.minutes).sort(() => chance.draw() - 0.5)
    const dealt = tickets.map((ticket, i) => ({ ...ticket, minutes: minutes[i] ?? 0 }))
    const quality = evaluateExpectedTime(dealt)
    expect(quality?.mae).toBeGreaterThan((quality?.baselineMae ?? 0) * 0.97)
  })

  it('is the same from the same tickets', () => {
    expect(fitExpectedTime(lived(100))).toEqual(fitExpectedTime(lived(100)))
  })
})
