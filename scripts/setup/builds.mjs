import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { indent } from './dependencies.mjs'
import { SetUpError } from './errors.mjs'
import { withProgress } from './progress.mjs'
import { hashOf, run, swapFolder } from './run.mjs'

const STAMP = '.earshot-build'
const LONGEST_BUILD_MS = 5 * 60 * 1000
/** What a browser app is built from beside its own folder. */
const SHARED = ['src/protocol', 'src/domain', 'package-lock.json']

/**
 * Every build: what it is made from, and the program that makes it. The server's is told the folder to build into; an
 * app's configuration knows its own, `dist/<name>`, which is then kept aside until the build is whole.
 */
export const BUILDS = [
  {
    name: 'server',
    sources: ['src', 'tsconfig.json', 'package-lock.json'],
    needs: 'tsconfig.json',
    command: (folder) => ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--outDir', folder],
  },
  ...['widget', 'console'].map((name) => ({
    name,
    sources: [name, ...SHARED],
    needs: `${name}/vite.config.ts`,
    inPlace: true,
    command: () => [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      `${name}/vite.config.ts`,
      '--logLevel',
      'warn',
    ],
  })),
]

/** The builds whose sources have changed since, or that are not there. */
export function staleBuilds(root, builds = BUILDS) {
  return builds.filter((build) => existsSync(join(root, build.needs)) && !isFresh(root, build))
}

function isFresh(root, { name, sources }) {
  try {
    return readFileSync(join(root, 'dist', name, STAMP), 'utf8') === hashOf(root, sources)
  } catch {
    return false
  }
}

/** Makes the builds side by side. A failed one leaves the old one. */
export async function makeBuilds(root, builds, progressTo) {
  const names = builds.map((build) => build.name).join(', ')
  await withProgress(progressTo, `Building ${names}`, async () => {
    const results = await Promise.allSettled(builds.map((build) => makeBuild(root, build)))
    const failures = results.filter((result) => result.status === 'rejected').map((result) => result.reason.message)
    if (failures.length > 0) {
      throw new SetUpError(
        `${failures.join('\n')}\nEarlier builds and your data are untouched. Correct it and start again.`,
      )
    }
  })
}

async function makeBuild(root, { name, sources, inPlace, command }) {
  const target = join(root, 'dist', name)
  const building = inPlace ? target : `${target}.${process.pid}.tmp`
  const kept = `${target}.kept.${process.pid}.tmp`
  if (inPlace && existsSync(target)) cpSync(target, kept, { recursive: true })
  mkdirSync(building, { recursive: true })
  // Without its stamp a folder is stale, whatever happens to this process from here on.
  rmSync(join(building, STAMP), { force: true })
  try {
    // Taken before: a source that changes while it is built makes the build stale.
    const hash = hashOf(root, sources)
    const { code, output } = await run(process.execPath, command(building), {
      cwd: root,
      environment: { NO_COLOR: '1' },
      timeoutMs: LONGEST_BUILD_MS,
    })
    if (code !== 0) throw new Error(`The ${name} could not be built:\n${indent(output)}`)
    writeFileSync(join(building, STAMP), hash)
    if (!inPlace) swapFolder(building, target)
  } catch (error) {
    if (existsSync(kept)) swapFolder(kept, target)
    throw error
  } finally {
    if (!inPlace) rmSync(building, { recursive: true, force: true })
    rmSync(kept, { recursive: true, force: true })
  }
}
