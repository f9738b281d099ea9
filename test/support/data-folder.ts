import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SHARED_DATA_DIR } from './shared-data.ts'

/** An empty data folder with the trained weights of earlier tests in it; `remove` deletes it. */
export async function makeDataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'earshot-data-'))
  await mkdir(join(SHARED_DATA_DIR, 'cache'), { recursive: true })
  await cp(join(SHARED_DATA_DIR, 'cache'), join(path, 'cache'), { recursive: true })
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
