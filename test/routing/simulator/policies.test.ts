import { describe, expect, it } from 'vitest'
import type { Worker } from '../../../src/routing/simulator/floor.ts'
import { fewestOpen, roundRobin, type StartPolicy, spareCapacity } from '../../../src/routing/simulator/policies.ts'
import { anAgent, FREE_OF_COST } from './loads.ts'

const aWorker = (index: number, capacity: number, load: number, lastAssignedAt = -Infinity): Worker => ({
  index,
  agent: anAgent(`${index}`, [], { capacity }),
  isOn: true,
  load,
  lastAssignedAt,
})

describe('how others choose', () => {
  const desks = [aWorker(0, 5, 3, 10), aWorker(1, 2, 1, 30), aWorker(2, 4, 1, 20), aWorker(3, 4, 4, 5)]
  const choices = (start: StartPolicy, free: Worker[], times: number) => {
    const policy = start({ desks, costs: FREE_OF_COST })
    // Neither the ticket nor the queue matters to them.
    return Array.from({ length: times }, () => policy.choose(null as never, free, null as never))
  }
  const free = desks.slice(0, 3)

  it('round robin goes down the roster, whatever people have open', () => {
    expect(choices(roundRobin, free, 5)).toEqual([0, 1, 2, 0, 1])
  })
  it('round robin passes over who is not free and goes on from there', () => {
    expect(choices(roundRobin, desks.slice(1, 3), 3)).toEqual([1, 2, 1])
  })
  it('fewest open goes to the fewest, then to the longest without', () => {
    expect(choices(fewestOpen, free, 1)).toEqual([2])
    expect(choices(fewestOpen, free.slice(0, 2), 1)).toEqual([1])
  })
  it('spare capacity goes to the most places left, then to the longest without', () => {
    expect(choices(spareCapacity, free, 1)).toEqual([2])
    expect(choices(spareCapacity, free.slice(0, 2), 1)).toEqual([0])
    expect(choices(spareCapacity, [aWorker(0, 3, 1, 9), aWorker(1, 2, 0, 8)], 1)).toEqual([1])
  })
})
