import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { SetUpError } from './errors.mjs'
import { modelSources } from './model-sources.mjs'
import { withProgress } from './progress.mjs'
import { removeLeftovers, swapFolder } from './run.mjs'

/** all-MiniLM-L6-v2, 4-bit weights, laid out as transformers.js reads a local model with `dtype: 'q4'`. */
export const MODEL_FILES = [
  { path: 'config.json', bytes: 794, sha256: 'fe5da868b77bdb104140822a5af0837cb6450ad6de8ff3dfcc8dd44ddd3e3ae7' },
  {
    path: 'tokenizer.json',
    bytes: 533_808,
    sha256: '07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904',
  },
  {
    path: 'tokenizer_config.json',
    bytes: 1_463,
    sha256: 'e10bb633ba0d7f69ed342ae7de607f36b39ce53b455fbda69c71700bf57e6f66',
  },
  {
    path: 'special_tokens_map.json',
    bytes: 695,
    sha256: '5d5b662e421ea9fac075174bb0688ee0d9431699900b90662acd44b2a350503a',
  },
  {
    path: 'onnx/model_q4.onnx',
    bytes: 69_663,
    sha256: 'e4dcb918111189b7686147e309379832fce83d4ecbf17c395961749b5788c786',
  },
  {
    path: 'onnx/model_q4.onnx_data',
    bytes: 54_429_696,
    sha256: '56fb7a55115e900196115a74e399beb45c2f41ae00b99525d46fb52935c4ee2a',
  },
]
/** Says that the files were hashed, and their times then; while sizes and times are the same they are not hashed again. */
const MARKER = '.ok'

/** A cheap look: are all files there, as they were when they were last hashed? */
export function isModelReady(folder, files = MODEL_FILES) {
  try {
    const checked = JSON.parse(readFileSync(join(folder, MARKER), 'utf8'))
    return files.every(({ path, bytes, sha256 }) => {
      const { size, mtimeMs } = statSync(join(folder, path))
      return size === bytes && checked[path]?.mtimeMs === mtimeMs && checked[path]?.sha256 === sha256
    })
  } catch {
    return false
  }
}

/** Brings the model into `folder` unless it is there and whole. The folder appears complete or not at all. */
export async function fetchModel(folder, progressTo, { files = MODEL_FILES, sources = modelSources } = {}) {
  removeLeftovers(dirname(folder))
  const present = files.some(({ path }) => statSync(join(folder, path), { throwIfNoEntry: false }))
  if (present) {
    const wrong = await firstWrongFile(folder, files)
    if (wrong === null) return writeMarker(folder, files)
    progressTo.write(`The model in ${folder} is damaged (${wrong}); it is fetched again.\n`)
  }
  const temporary = `${folder}.${process.pid}.tmp`
  const arriving = join(temporary, basename(folder))
  try {
    mkdirSync(arriving, { recursive: true })
    await fetchFromFirst(sources, arriving, files, progressTo)
    writeMarker(arriving, files)
    swapFolder(arriving, folder)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

async function fetchFromFirst(sources, folder, files, progressTo) {
  const megabytes = Math.round(files.reduce((sum, file) => sum + file.bytes, 0) / 1e6)
  const failures = []
  for (const source of sources) {
    try {
      return await withProgress(
        progressTo,
        `Fetching the model from ${source.name} (${megabytes} MB)`,
        async (progress) => {
          progress.at(0)
          await source.fetch(folder, files, progress.at)
          const wrong = await firstWrongFile(folder, files)
          if (wrong !== null) throw new Error(wrong)
        },
      )
    } catch (error) {
      failures.push(`  from ${source.name}: ${error.message}`)
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
    }
  }
  throw new SetUpError(
    `The language model could not be fetched:\n${failures.join('\n')}\n` +
      'What failed to arrive whole was removed; your data and everything set up before are untouched. Check the ' +
      'connection and start again, or set EARSHOT_MODEL_DIR to a folder that holds these files: ' +
      `${files.map((file) => file.path).join(', ')}.`,
  )
}

/** What an encoder of the operator's own needs beside one of `OWN_EXPORTS`. */
const OWN_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json']
/** As `src/understanding/models/model-files.ts` looks for them. */
const OWN_EXPORTS = ['onnx/model_q4.onnx', 'onnx/model_quantized.onnx', 'onnx/model.onnx']

/** Checks a folder the operator named; nothing is fetched into it, and it may hold another encoder. */
export function requireModelAt(folder) {
  const isThere = (path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile()
  const missing = OWN_FILES.filter((path) => !isThere(path))
  if (!OWN_EXPORTS.some(isThere)) missing.push(`one of ${OWN_EXPORTS.join(', ')}`)
  if (missing.length === 0) return
  throw new SetUpError(
    `EARSHOT_MODEL_DIR is ${folder}, where ${missing.join(', ')} cannot be found.\n` +
      'Nothing was changed. Put the files there, or unset EARSHOT_MODEL_DIR to have the model fetched.',
  )
}

/** A sentence about the first file that is not the pinned one; null when all are. */
async function firstWrongFile(folder, files) {
  for (const { path, bytes, sha256 } of files) {
    const size = statSync(join(folder, path), { throwIfNoEntry: false })?.size
    if (size === undefined) return `${path} is missing`
    if (size !== bytes) return `${path} has ${size} bytes instead of ${bytes}`
    if ((await sha256Of(join(folder, path))) !== sha256) return `${path} does not have its pinned SHA-256`
  }
  return null
}

async function sha256Of(path) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

function writeMarker(folder, files) {
  const checked = Object.fromEntries(
    files.map(({ path, sha256 }) => [path, { mtimeMs: statSync(join(folder, path)).mtimeMs, sha256 }]),
  )
  try {
    writeFileSync(join(folder, MARKER), JSON.stringify(checked))
  } catch (error) {
    // In a read-only folder the files are hashed at every start instead.
    if (error.code !== 'EROFS' && error.code !== 'EACCES') throw error
  }
}
