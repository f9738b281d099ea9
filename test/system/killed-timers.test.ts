import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { openPglite } from '../../src/database/pglite.ts'
import type { Database } from '../../src/domain/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { createTimers, scheduleTimer } from '../../src/timers/index.ts'
import { openTestPostgres } from '../support/database.ts'
import { until } from '../support/wait.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Where the database is, and how to open it again after the process that had it is gone. */
async function pgliteFolder(): Promise<{ where: string; open: () => Promise<Database> }> {
  const where = await mkdtemp(join(tmpdir(), 'earshot-timers-'))
  closers.push(() => rm(where, { recursive: true, force: true }))
  await (await openPglite(where, { snapshot: await openAsBlob(inject('pgliteSnapshot')) })).close()
  return { where, open: () => openPglite(where) }
}
async function postgres(server: string): Promise<{ where: string; open: () => Promise<Database> }> {
  const { database, url } = await openTestPostgres(server)
  closers.push(() => database.close())
  return { where: url, open: async () => ({ ...database, close: async () => {} }) }
}

describe('a node that is killed in the middle of firing a timer', () => {
  const server = process.env.DATABASE_URL
  const kinds: [string, () => ReturnType<typeof pgliteFolder>][] = [
    ['PGlite', pgliteFolder],
    ...(server ? [['PostgreSQL', () => postgres(server)] as [string, () => ReturnType<typeof postgres>]] : []),
  ]
  it.each(kinds)('leaves it to another, which fires it with all its effects, once, on %s', async (_name, prepare) => {
    const { where, open } = await prepare()
    const first = await open()
    await first.transaction((tx) =>
      scheduleTimer(tx, { key: 'bell', kind: 'ring', conversationId: null, dueAt: new Date() }),
    )
    await first.close()

    const script = [join(projectRoot, 'test/support/run-typescript.mjs'), join(import.meta.dirname, 'timer-process.ts')]
    const child = spawn(process.execPath, [...script, where], { stdio: ['ignore', 'pipe', 'inherit'] })
    closers.push(() => child.kill('SIGKILL'))
    const [said] = await once(child.stdout, 'data')
    expect(String(said).trim()).toBe('ringing')
    child.kill('SIGKILL')
    await once(child, 'exit')

    const database = await open()
    closers.push(() => database.close())
    const rung = () => database.query("select name from settings where name like 'rung %'")
    expect(await rung()).toEqual([])
    const timers = createTimers({
      database,
      handlers: {
        ring: async (tx, { key }) =>
          void (await tx.query("insert into settings (name, value) values ($1, '1')", [`rung ${key}`])),
      },
      lockConversation: async () => {},
      afterCommit: () => {},
      log: () => {},
      onError: console.error,
    })
    closers.push(() => timers.close())
    const row = await until('the timer to fire', async () => {
      const [found] = await database.query<{ status: string; attempts: number }>('select status, attempts from timers')
      return found?.status === 'done' && found
    })
    expect(row.attempts).toBe(2)
    expect(await rung()).toEqual([{ name: 'rung bell' }])
  })
})
