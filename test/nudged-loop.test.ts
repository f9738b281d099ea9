import { afterEach, describe, expect, it } from 'vitest'
import { createNudgedLoop, createWorkers, type NudgedLoop } from '../src/nudged-loop.ts'
import { until } from './support/wait.ts'

const NEVER = 1_000_000
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const fail = (error: unknown) => {
  throw error
}

let open: NudgedLoop | null = null
afterEach(() => open?.close())
const keep = (loop: NudgedLoop) => {
  open = loop
  return loop
}

describe('a nudged loop', () => {
  it('starts at once, and once more for all nudges during a round', async () => {
    let rounds = 0
    const loop = keep(
      createNudgedLoop({
        everyMs: NEVER,
        onError: fail,
        async round() {
          rounds++
          await sleep(20)
        },
      }),
    )
    loop.nudge()
    expect(rounds).toBe(1)
    for (let i = 0; i < 10; i++) loop.nudge()
    await sleep(100)
    expect(rounds).toBe(2)
  })

  it('keeps the pause between the starts of two rounds, and loses no nudge', async () => {
    const starts: number[] = []
    const loop = keep(
      createNudgedLoop({
        everyMs: NEVER,
        pauseMs: 60,
        onError: fail,
        round: async () => void starts.push(performance.now()),
      }),
    )
    let nudgedLast = 0
    for (let i = 0; i < 50; i++) {
      nudgedLast = performance.now()
      loop.nudge()
      await sleep(2)
    }
    await until('the last nudge to be seen', () => (starts.at(-1) ?? 0) >= nudgedLast)
    const gaps = starts.slice(1).map((at, i) => at - (starts[i] ?? 0))
    expect(gaps.length).toBeGreaterThan(0)
    expect(Math.min(...gaps)).toBeGreaterThan(55)
  })

  it('reports a round that fails and goes on', async () => {
    const errors: unknown[] = []
    let rounds = 0
    const loop = keep(
      createNudgedLoop({
        everyMs: NEVER,
        onError: (error) => errors.push(error),
        async round() {
          if (++rounds === 1) throw new Error('broken')
        },
      }),
    )
    loop.nudge()
    await until('the error', () => errors.length === 1)
    loop.nudge()
    await until('the next round', () => rounds === 2)
  })
})

describe('workers', () => {
  it('do no more than so many at once, everything in the end, and wait for it when closed', async () => {
    const waiting = Array.from({ length: 20 }, (_, i) => i)
    const done: number[] = []
    let atOnce = 0
    let most = 0
    const workers = keep(
      createWorkers({
        everyMs: NEVER,
        atOnce: 4,
        onError: fail,
        claim: async () => waiting.shift() ?? null,
        async work(piece) {
          most = Math.max(most, ++atOnce)
          await sleep(5)
          atOnce--
          done.push(piece)
        },
      }),
    )
    workers.nudge()
    await until('everything to be claimed', () => waiting.length === 0)
    await workers.close()
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(most).toBe(4)
  })

  it('take what comes while another hangs', async () => {
    const waiting = ['hangs']
    const done: string[] = []
    let release = () => {}
    const hanging = new Promise<void>((resolve) => {
      release = resolve
    })
    const workers = keep(
      createWorkers({
        everyMs: NEVER,
        atOnce: 2,
        onError: fail,
        claim: async () => waiting.shift() ?? null,
        async work(piece) {
          if (piece === 'hangs') await hanging
          done.push(piece)
        },
      }),
    )
    workers.nudge()
    await until('the hanging one to begin', () => waiting.length === 0)
    await sleep(10)
    waiting.push('quick')
    workers.nudge()
    await until('the quick one', () => done.includes('quick'))
    expect(done).toEqual(['quick'])
    release()
  })
})
