import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { simulateRouting } from '../../src/cli/simulate-routing.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { readConfig } from '../../src/config/index.ts'

const config = readConfig({})
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-simulate-'))
})

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const load = {
  name: 'two skills',
  hours: [50, 60],
  intents: [
    { name: 'a', optionalSkills: 'a' },
    { name: 'b', optionalSkills: 'b' },
  ],
  agents: [
    { skills: 'a', count: 5 },
    { skills: 'b', count: 4 },
  ],
  patienceSeconds: 900,
}

describe('earshot simulate-routing', () => {
  it('gives the figures of four policies on each of the three loads it comes with, ours nowhere behind', async () => {
    const { loads } = JSON.parse(await simulateRouting(config, ['--runs', '4', '--json']))
    expect(loads).toHaveLength(3)
    for (const { name, policies } of loads) {
      expect(policies.map((policy: { name: string }) => policy.name)).toEqual([
        'ours',
        'round-robin',
        'fewest-open',
        'spare-capacity',
      ])
      const [ours, ...others] = policies
      for (const other of others) {
        expect(other).toMatchObject({ abandoned: expect.any(Number), gini: expect.any(Number) })
        expect(ours.waitP50, name).toBeLessThanOrEqual(other.waitP50)
        expect(ours.waitP90, name).toBeLessThanOrEqual(other.waitP90)
        expect(ours.rightSkill, name).toBeGreaterThanOrEqual(other.rightSkill)
      }
    }
  })

  it('says the same for the same seed, and something else for another', async () => {
    const path = await file('load.json', load)
    const run = (seed: string) => simulateRouting(config, ['--loads', path, '--seed', seed, '--runs', '2', '--json'])
    const first = await run('7')
    expect(await run('7')).toBe(first)
    expect(JSON.parse(await run('8')).loads).not.toEqual(JSON.parse(first).loads)
  })

  it('shows people a table, and the frontier as rows and as a drawing', async () => {
    const svg = join(folder, 'frontier.svg')
    const text = await simulateRouting(config, [
      '--loads',
      await file('load.json', load),
      '--runs',
      '2',
      '--frontier',
      svg,
    ])
    expect(text).toMatch(/^two skills: \d+ customers in 2 runs\n/)
    expect(text).toMatch(/round-robin +\d/)
    expect(text).toMatch(/held back up to 1:00 min +\d/)
    expect(await readFile(svg, 'utf8')).toMatch(/^<svg[\s\S]*two skills[\s\S]*<\/svg>\n$/)
  })

  it.each<[string, unknown, string[]]>([
    ['bad.json: loads[0].agents must be a list.', { loads: [{ ...load, agents: 1 }] }, []],
    ['bad.json: ', '{', []],
    ['--seed must be a whole number from 0', load, ['--seed=-1']],
    ['--runs must be a whole number from 1', load, ['--runs', 'many']],
    ['--frontier must name a file that ends in .svg', load, ['--frontier', 'out.png']],
  ])('refuses as wrong use: %s', async (message, content, more) => {
    const run = simulateRouting(config, [`--loads=${await file('bad.json', content)}`, ...more])
    await expect(run).rejects.toThrow(UsageError)
    await expect(run).rejects.toThrow(message)
  })

  it('refuses a file that is not there', async () => {
    await expect(simulateRouting(config, ['--loads', join(folder, 'none.json')])).rejects.toThrow('cannot be read')
  })
})
