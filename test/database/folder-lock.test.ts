import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from '../../src/database/index.ts'
import { projectRoot } from '../../src/project-root.ts'

describe('the lock on the folder of the embedded database', () => {
  let folder: string
  const children: ChildProcess[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-lock-'))
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  /** Starts a process that takes the lock, and gives it with the first line it says. */
  async function startHolder() {
    const args = [
      join(projectRoot, 'test/support/run-typescript.mjs'),
      join(import.meta.dirname, 'hold-folder.ts'),
      folder,
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    const [said] = await once(child.stdout, 'data')
    return { child, said: String(said).trim() }
  }

  it('refuses a second process and names the first', async () => {
    const first = await startHolder()
    expect(first.said).toBe('held')
    const second = await startHolder()
    expect(second.said).toContain(`The folder ${folder} is in use by process ${first.child.pid}`)
    expect(second.said).toContain('EARSHOT_DATA_DIR')
  })

  it('is free again when the holder was killed', async () => {
    const { child, said } = await startHolder()
    expect(said).toBe('held')
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const lock = await lockFolder(folder)
    await lock.release()
  })

  it('is free again once released', async () => {
    const lock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid}`)
    await lock.release()
    await (await lockFolder(folder)).release()
  })

  it('is one lock however the folder is spelt', async () => {
    const lock = await lockFolder(folder)
    await expect(lockFolder(join(folder, '..', folder.split('/').at(-1) ?? ''))).rejects.toThrow('in use')
    await lock.release()
  })
})
