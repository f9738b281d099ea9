import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetUpError } from './errors.mjs'
import { withProgress } from './progress.mjs'
import { runNpm } from './run.mjs'

const STAMP = 'node_modules/.earshot-setup'
const LONGEST_INSTALL_MS = 20 * 60 * 1000

/** Are the packages of the lock file installed for this Node and this machine, by us? */
export function areDependenciesReady(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === stampOf(root)
  } catch {
    return false
  }
}

/** Installs exactly what the lock file names, without running any package's script. */
export async function installDependencies(root, progressTo) {
  const expected = packagesForThisMachine(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  if (!isInstalled(root, expected)) {
    await withProgress(progressTo, `Installing ${expected.length} packages`, (progress) =>
      install(root, expected, progress),
    )
  }
  removeForeignBinaries(root)
  writeFileSync(join(root, STAMP), stampOf(root))
}

async function install(root, expected, progress) {
  const count = () => {
    const there = expected.filter(({ path }) => existsSync(join(root, path, 'package.json'))).length
    progress.at(there / expected.length)
  }
  progress.at(0)
  // The old packages are still there until npm has read the lock file; what is counted then would not be progress.
  let emptied = !existsSync(join(root, 'node_modules'))
  const timer = setInterval(() => {
    emptied ||= !existsSync(join(root, 'node_modules/typescript/package.json'))
    if (emptied) count()
  }, 300)
  // NODE_ENV=production must not leave out what builds the product.
  const { code, output } = await runNpm(['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    environment: { ONNXRUNTIME_NODE_INSTALL: 'skip' },
    timeoutMs: LONGEST_INSTALL_MS,
  }).finally(() => clearInterval(timer))
  if (code !== 0) {
    throw new SetUpError(
      `The packages could not be installed (npm ci ended with ${code}):\n${indent(output)}\n` +
        'Your data, the model and an earlier build are untouched; node_modules may be incomplete. ' +
        'Check the connection to the npm registry and start again.',
    )
  }
}

/** The packages npm must install here, as `{ path, version }`; those for other systems are left out. */
export function packagesForThisMachine(lock, machine = thisMachine()) {
  const fits = (wanted, own) =>
    !wanted || (wanted.some((name) => !name.startsWith('!')) ? wanted.includes(own) : !wanted.includes(`!${own}`))
  return Object.entries(lock.packages)
    .filter(([path, entry]) => {
      if (path === '' || entry.link) return false
      if (!entry.optional) return true
      // An optional package without a system of its own belongs to another one, mostly to a WebAssembly build.
      return (
        Boolean(entry.os && entry.cpu) &&
        fits(entry.os, machine.os) &&
        fits(entry.cpu, machine.cpu) &&
        fits(entry.libc, machine.libc)
      )
    })
    .map(([path, entry]) => ({ path, version: entry.version }))
}

function thisMachine() {
  const glibc = process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime
  return { os: process.platform, cpu: process.arch, libc: glibc ? 'glibc' : 'musl' }
}

/** Has somebody already run `npm ci` or `npm install`? npm writes this record last, so half an installation has none. */
function isInstalled(root, expected) {
  try {
    const { packages } = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'))
    return expected.every(
      ({ path, version }) => packages[path]?.version === version && existsSync(join(root, path, 'package.json')),
    )
  } catch {
    return false
  }
}

/** ONNX Runtime ships its library for five systems, 240 MB of which this machine cannot run. */
function removeForeignBinaries(root) {
  const bin = join(root, 'node_modules/onnxruntime-node/bin')
  const folders = (path) => (existsSync(path) ? readdirSync(path) : [])
  for (const napi of folders(bin)) {
    for (const platform of folders(join(bin, napi))) {
      for (const arch of folders(join(bin, napi, platform))) {
        if (platform === process.platform && arch === process.arch) continue
        rmSync(join(bin, napi, platform, arch), { recursive: true, force: true })
      }
    }
  }
}

function stampOf(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  return hash.update(`${process.version} ${process.platform} ${process.arch}`).digest('hex')
}

export function indent(text) {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
