import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript: it runs before TypeScript is installed
import { runChecks } from '../../scripts/test/checks.mjs'
// @ts-expect-error plain JavaScript
import { countResults, describeSurroundings, findChromium } from '../../scripts/test/suites.mjs'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-runner-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the count of a test run', () => {
  const count = async (report: object | null, ending: { code: number; stopped?: boolean }) => {
    const path = join(folder, 'report.json')
    if (report) await writeFile(path, JSON.stringify(report))
    return countResults(path, { stopped: false, ...ending }, 660_000)
  }
  const file = (status: string, ...tests: string[]) => ({
    name: 'some.test.ts',
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  })

  it('is that of vitest when all went well', async () => {
    const report = { numPassedTests: 7, numFailedTests: 0, testResults: [file('passed', 'passed')] }
    expect(await count(report, { code: 0 })).toEqual({ passed: 7, failed: 0, notes: [] })
  })

  it('counts a failed test once, not its file too', async () => {
    const report = { numPassedTests: 6, numFailedTests: 1, testResults: [file('failed', 'passed', 'failed')] }
    expect(await count(report, { code: 1 })).toEqual({ passed: 6, failed: 1, notes: [] })
  })

  it('counts a file that does not load as a failure', async () => {
    const report = { numPassedTests: 6, numFailedTests: 0, testResults: [file('failed')] }
    expect(await count(report, { code: 1 })).toMatchObject({
      passed: 6,
      failed: 1,
      notes: [expect.stringContaining('some.test.ts did not')],
    })
  })

  it('counts an error outside the tests as a failure', async () => {
    const report = { numPassedTests: 6, numFailedTests: 0, testResults: [file('passed', 'passed')] }
    expect(await count(report, { code: 1 })).toMatchObject({ passed: 6, failed: 1 })
  })

  it('counts a run that was stopped as a failure, with or without results', async () => {
    expect(await count(null, { code: 1, stopped: true })).toMatchObject({
      failed: 1,
      notes: [expect.stringContaining('after 11 minutes')],
    })
    const report = { numPassedTests: 6, numFailedTests: 0, testResults: [file('passed', 'passed')] }
    expect(await count(report, { code: 1, stopped: true })).toMatchObject({ passed: 6, failed: 1 })
  })

  it('counts a run without a report as a failure', async () => {
    expect(await count(null, { code: 1 })).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('the surroundings of a test run', () => {
  const all = {
    databaseUrl: 'postgres://me:secret@db:5432/x',
    redisUrl: 'redis://cache:6379',
    chromium: '/c',
    ci: true,
  }

  it('are named in one line, without passwords', () => {
    expect(describeSurroundings(all)).toEqual({
      lines: ['Databases: PGlite, PostgreSQL at db:5432, Redis at cache:6379.'],
      failures: [],
    })
  })

  it.each(['databaseUrl', 'redisUrl', 'chromium'])('lack %s: a failure in CI, none elsewhere', (name) => {
    expect(describeSurroundings({ ...all, [name]: null }).failures).toHaveLength(1)
    expect(describeSurroundings({ ...all, [name]: null, ci: false }).failures).toHaveLength(0)
  })

  it('without Chromium name the package to install in one line', () => {
    const { lines } = describeSurroundings({ ...all, chromium: null, ci: false })
    expect(lines.filter((line: string) => line.includes('package chromium'))).toHaveLength(1)
  })

  it('take the Chromium of CHROMIUM_PATH before all others, and none when that is not there', async () => {
    const chromium = join(folder, 'chromium')
    await writeFile(chromium, '')
    expect(findChromium({ CHROMIUM_PATH: chromium })).toBeNull()
    await chmod(chromium, 0o755)
    expect(findChromium({ CHROMIUM_PATH: chromium })).toBe(chromium)
    expect(findChromium({ PATH: folder })).toBe(chromium)
  })
})

describe('the checks', () => {
  it('are told in their order, with what a failed one said, whichever ends first', async () => {
    const check = async (title: string, code: string) => {
      await writeFile(join(folder, 'node_modules', `${title}.cjs`), code)
      return { title, command: [`${title}.cjs`] }
    }
    await mkdir(join(folder, 'node_modules'))
    const checks = [
      await check('slow', 'setTimeout(() => {}, 300)'),
      await check('wrong', 'console.log("two of them"); process.exitCode = 3'),
      await check('right', ''),
    ]
    let told = ''
    const counts = await runChecks(folder, checks, (text: string) => {
      told += text
    })
    expect(counts).toEqual({ passed: 2, failed: 1 })
    expect(told).toMatch(/^✓ slow \([\d.]+ s\)\n✗ wrong \([\d.]+ s\)\ntwo of them\n\n✓ right \([\d.]+ s\)\n$/)
  })
})
