import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error('package.json was not found above this file: the installation is incomplete.')
  return findRoot(parent)
}

/** The folder that holds `package.json`, `intents/` and `knowledge-base/`; the same from `src/` and from `dist/`. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)))
