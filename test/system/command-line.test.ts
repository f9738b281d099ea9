import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { makeDataFolder } from '../support/data-folder.ts'

let folder: Awaited<ReturnType<typeof makeDataFolder>>
beforeAll(async () => {
  folder = await makeDataFolder()
})
afterAll(() => folder?.remove())

function earshot(...parameters: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const environment = { ...process.env, EARSHOT_DATA_DIR: folder.path, DATABASE_URL: '', REDIS_URL: '' }
    execFile(
      process.execPath,
      [join(projectRoot, 'dist/server/cli/main.js'), ...parameters],
      { env: environment },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

describe('the command line', () => {
  it('says what it can do', async () => {
    const { code, stdout, stderr } = await earshot('help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('ask TEXT')
  })

  it.each([
    [['fly'], 'There is no command "fly".'],
    [['ask'], 'Say what the customer writes'],
    [['people', 'fire'], 'people add'],
    [['people', 'remove'], '--email'],
    [['people', 'set', '--email', 'ada@example.com'], 'Say what to change'],
    [['people', 'set', '--email', 'ada@example.com', '--skills', 'orders:9'], '--skills must be names with a level'],
    [
      ['people', 'remove', '--email', 'ada@example.com', '--role', 'lead'],
      '--role is not for this. Nobody was removed.',
    ],
    [['people', 'add', '--email', 'nonsense', '--name', 'Ada'], '--email must be an e-mail address. Nobody was added.'],
    [['people', 'add', '--email', 'ada@example.com', '--colour', 'red'], "'--colour'"],
  ])('refuses %j with one sentence and code 2', async (parameters, sentence) => {
    const { code, stdout, stderr } = await earshot(...parameters)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
  })

  it('shows what the assistant would do and why, as JSON and nothing else', async () => {
    const { code, stdout } = await earshot('ask', 'how', 'do', 'I', 'get', 'an', 'invoice', '--json')
    expect(code).toBe(0)
    const { decision, understanding } = JSON.parse(stdout)
    expect(decision).toMatchObject({ kind: 'answer', reason: 'confident_answer' })
    expect(decision.sources[0].articleId).toBe('get-an-invoice')
    expect(understanding.why.neighbours.length).toBeGreaterThan(0)
  })

  it('adds a person once, with a password of their own', async () => {
    const add = () =>
      earshot('people', 'add', '--email', 'Ada@example.com', '--name', 'Ada', '--skills', 'billing, orders')
    const added = await add()
    expect(added).toMatchObject({ code: 0 })
    expect(added.stdout).toMatch(/^Ada \(agent\) can log in as ada@example\.com with the password [\w-]{16}\n$/)
    expect(await add()).toMatchObject({ code: 2, stdout: '' })
  })
})
