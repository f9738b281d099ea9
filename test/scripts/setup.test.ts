import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript: it runs before TypeScript is installed
import { makeBuilds, staleBuilds } from '../../scripts/setup/builds.mjs'
// @ts-expect-error plain JavaScript
import { installDependencies, packagesForThisMachine } from '../../scripts/setup/dependencies.mjs'
// @ts-expect-error plain JavaScript
import { noteProgram, takeLock } from '../../scripts/setup/lock.mjs'
// @ts-expect-error plain JavaScript
import { MODEL_FILES } from '../../scripts/setup/model.mjs'
// @ts-expect-error plain JavaScript
import { startProgress } from '../../scripts/setup/progress.mjs'
// @ts-expect-error plain JavaScript
import { hashOf } from '../../scripts/setup/run.mjs'
// @ts-expect-error plain JavaScript
import { setUp } from '../../scripts/setup.mjs'
import { projectRoot } from '../../src/project-root.ts'
import { collectingStream } from './collecting-stream.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'earshot-setup-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function write(path: string, text: string) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

/** A lock file of one package that npm has already installed, as its own record says. */
async function writeInstalledPackage() {
  const packages = { '': {}, 'node_modules/one': { version: '1.0.0' } }
  await write('package-lock.json', JSON.stringify({ packages }))
  await write('node_modules/.package-lock.json', JSON.stringify({ packages }))
  await write('node_modules/one/package.json', '{}')
}

describe('a set-up with nothing to do', () => {
  it('is done in a tenth of a second, says nothing and changes nothing', async () => {
    const progress = collectingStream()
    await writeInstalledPackage()
    await installDependencies(root, progress)
    const model = join(root, 'models/all-MiniLM-L6-v2')
    const marker: Record<string, { mtimeMs: number; sha256: string }> = {}
    for (const { path, bytes, sha256 } of MODEL_FILES) {
      await write(`models/all-MiniLM-L6-v2/${path}`, '')
      await truncate(join(model, path), bytes)
      await utimes(join(model, path), 1_000, 1_000)
      marker[path] = { mtimeMs: 1_000_000, sha256 }
    }
    await writeFile(join(model, '.ok'), JSON.stringify(marker))
    const tookMs: number[] = []
    for (let time = 0; time < 3; time++) {
      const startedAt = performance.now()
      await setUp({ progressTo: progress, root })
      tookMs.push(performance.now() - startedAt)
    }
    expect(Math.min(...tookMs)).toBeLessThan(100)
    expect(progress.text).toBe('')
    expect(await readdir(root)).not.toContain('dist')
  })
})

describe('the packages', () => {
  it('are not installed again when npm has already put in what the lock file names', async () => {
    const progress = collectingStream()
    await writeInstalledPackage()
    await installDependencies(root, progress)
    expect(progress.text).toBe('')
    expect(await readFile(join(root, 'node_modules/.earshot-setup'), 'utf8')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('lose the binaries that this machine cannot run, and keep its own', async () => {
    await writeInstalledPackage()
    const bin = 'node_modules/onnxruntime-node/bin/napi-v6'
    for (const folder of ['plan9/mips', `${process.platform}/mips`, `${process.platform}/${process.arch}`]) {
      await write(`${bin}/${folder}/library`, '')
    }
    await installDependencies(root, collectingStream())
    expect(await readdir(join(root, bin, process.platform))).toEqual([process.arch])
    expect(await readdir(join(root, bin, 'plan9'))).toEqual([])
  })

  it.each([
    ['always a required one', {}, true],
    ['an optional one of this system', { optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] }, true],
    ['an optional one of this system that names no C library', { optional: true, os: ['linux'], cpu: ['x64'] }, true],
    ['no optional one of another C library', { optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] }, false],
    ['no optional one of another system', { optional: true, os: ['darwin'], cpu: ['x64'] }, false],
    ['no optional one of another processor', { optional: true, os: ['linux'], cpu: ['arm64'] }, false],
    ['an optional one for all but another system', { optional: true, os: ['!win32'], cpu: ['x64'] }, true],
    ['no optional one for all but this system', { optional: true, os: ['!linux'], cpu: ['x64'] }, false],
    ['no optional one that belongs to another optional one', { optional: true }, false],
  ])('expected are: %s', (_what, entry, expected) => {
    const lock = { packages: { '': {}, 'node_modules/one': { version: '1.0.0', ...entry } } }
    const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' }
    expect(packagesForThisMachine(lock, machine)).toEqual(
      expected ? [{ path: 'node_modules/one', version: '1.0.0' }] : [],
    )
  })
})

describe('a build', () => {
  const copying = (script: string, inPlace = false) => [
    {
      name: 'app',
      needs: 'app/source',
      sources: ['app'],
      inPlace,
      command: (folder: string) => ['-e', script, folder],
    },
  ]
  const COPY = `require('node:fs').copyFileSync('app/source', process.argv[1] + '/built')`
  const FAIL = `console.log('line 3 is wrong'); process.exit(2)`
  const builds = copying(COPY)

  it('is stale until made, and again when a source changes, appears, goes or is renamed', async () => {
    await write('app/source', 'one')
    const make = () => makeBuilds(root, builds, collectingStream())
    const expectStaleAfter = async (change: () => Promise<unknown>) => {
      await change()
      expect(staleBuilds(root, builds)).toHaveLength(1)
      await make()
      expect(staleBuilds(root, builds)).toHaveLength(0)
    }
    await expectStaleAfter(async () => {})
    await expectStaleAfter(() => write('app/source', 'two'))
    await expectStaleAfter(() => write('app/deep/other', 'x'))
    await expectStaleAfter(() => rm(join(root, 'app/deep'), { recursive: true }))
    await expectStaleAfter(() => rm(join(root, 'dist/app'), { recursive: true }))
    expect(await readFile(join(root, 'dist/app/built'), 'utf8')).toBe('two')
    expect(hashOf(root, ['ab', 'c'])).not.toBe(hashOf(root, ['a', 'bc']))
  })

  it.each([
    ['beside the earlier one', false],
    ['in the place of the earlier one', true],
  ])('that is made %s and fails says why and leaves the earlier one', async (_where, inPlace) => {
    await write('app/source', 'one')
    await makeBuilds(root, copying(COPY, inPlace), collectingStream())
    await write('app/source', 'two')
    const failing = makeBuilds(root, copying(`${COPY}; ${FAIL}`, inPlace), collectingStream())
    await expect(failing).rejects.toThrow(/The app could not be built:\n {2}line 3 is wrong[\s\S]*untouched/)
    expect(await readFile(join(root, 'dist/app/built'), 'utf8')).toBe('one')
    expect(await readdir(join(root, 'dist'))).toEqual(['app'])
  })
})

describe('the lock of the set-up', () => {
  const lock = () => join(root, 'dist/.setup-lock')

  it('lets six processes in one after another', async () => {
    const script = `
      import { noteProgram, takeLock } from ${JSON.stringify(join(projectRoot, 'scripts/setup/lock.mjs'))}
      import { appendFileSync } from 'node:fs'
      const release = await takeLock(process.argv[1])
      appendFileSync(process.argv[2], 'in ')
      await new Promise((resolve) => setTimeout(resolve, 30))
      appendFileSync(process.argv[2], 'out ')
      release()`
    const diary = join(root, 'diary')
    const enter = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, lock(), diary])
    await Promise.all(Array.from({ length: 6 }, enter))
    expect(await readFile(diary, 'utf8')).toBe('in out '.repeat(6))
  })

  it('is taken over from a process that is no more', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid'])
    await write('dist/.setup-lock/holder', stdout.trim())
    const release = await takeLock(lock(), { onWait: () => expect.unreachable('nobody holds it') })
    release()
    expect(await readdir(join(root, 'dist'))).toEqual([])
  })

  it.runIf(process.platform === 'linux')('ends what the dead holder had started, and nothing else', async () => {
    const started = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
    await write('dist/.setup-lock/holder', `${process.pid} 1`)
    await write(`dist/.setup-lock/program ${stranger.pid} 1`, '')
    noteProgram(lock(), started.pid)
    const release = await takeLock(lock())
    await once(started, 'exit')
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    stranger.kill()
    release()
  })

  it.runIf(process.platform === 'linux')('is taken over when its process id has come to another process', async () => {
    await write('dist/.setup-lock/holder', `${process.pid} 1`)
    const release = await takeLock(lock(), { onWait: () => expect.unreachable('nobody holds it') })
    release()
  })

  it('names the process that is waited for', async () => {
    const waitedFor: number[] = []
    const release = await takeLock(lock())
    const second = takeLock(lock(), { onWait: (pid: number) => waitedFor.push(pid) })
    setTimeout(release, 50)
    ;(await second)()
    expect(waitedFor).toEqual([process.pid])
  })
})

describe('the progress', () => {
  const run = (isTTY: boolean) => {
    const stream = collectingStream({ isTTY })
    const progress = startProgress(stream, 'Model')
    for (const fraction of [0, 0.1, 0.24, 0.26, 0.2, 0.6, 0.99]) progress.at(fraction)
    progress.done()
    return stream.text
  }

  it('is a line a quarter where it is not a terminal', () => {
    expect(run(false)).toBe('Model: 0 %\nModel: 25 %\nModel: 50 %\nModel: 75 %\nModel: 100 %\n')
  })

  it('is one line drawn again on a terminal, and never falls', () => {
    const text = run(true)
    expect(text.match(/\n/g)).toHaveLength(1)
    const percents = [...text.matchAll(/(\d+) %/g)].map((match) => Number(match[1]))
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
  })
})
