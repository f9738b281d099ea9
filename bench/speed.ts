/**
 * Speed of understanding beside the bare encoder, in one run, as ratios: `npx tsx bench/speed.ts`. Stop everything else
 * first; both cores are used. Prints one JSON object; docs/benchmarks.md records it with date and machine.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { AutoTokenizer, env } from '@huggingface/transformers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { readConfig } from '../src/config.ts'
import { loadIntents, startUnderstanding, type Understander } from '../src/understanding/index.ts'

const config = readConfig()
const CORES = cpus().length
/** Rounds of the same texts; every round is written a little differently, so that no cache answers. */
const ROUNDS = 3

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const round = (value: number, digits = 2) => Number(value.toFixed(digits))

/** The model as ONNX Runtime runs it, without pools, caches, heads or threads of our own. Tokens are made beforehand. */
async function openBare(threads: number) {
  env.allowRemoteModels = false
  env.localModelPath = dirname(config.modelDir)
  const tokenizer = await AutoTokenizer.from_pretrained(basename(config.modelDir), { local_files_only: true })
  const session = await InferenceSession.create(join(config.modelDir, 'onnx/model_q4.onnx'), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  })
  return {
    prepare(text: string): Record<string, Tensor> {
      const ids: number[] = tokenizer.encode(text)
      const tensor = (value: (id: number) => number) =>
        new Tensor(
          'int64',
          BigInt64Array.from(ids, (id) => BigInt(value(id))),
          [1, ids.length],
        )
      return { input_ids: tensor((id) => id), attention_mask: tensor(() => 1), token_type_ids: tensor(() => 0) }
    },
    run: (inputs: Record<string, Tensor>) => session.run(inputs),
  }
}

async function startOn(cacheDir: string, workers: number, threads: number): Promise<Understander> {
  const { intents } = await loadIntents(config.intentsDir)
  return startUnderstanding({ intents, modelDir: config.modelDir, cacheDir, workers, threads, log: () => {} })
}

async function timeEach<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) {
    const started = performance.now()
    await work(item)
    times.push(performance.now() - started)
  }
  return times
}

const folder = await mkdtemp(join(tmpdir(), 'earshot-speed-'))
const { intents } = await loadIntents(config.intentsDir)
const texts = intents.flatMap(({ examples }) => examples.slice(0, 4))
const vary = (salt: string) => texts.map((text) => `${text} ${salt}`)

// Training from nothing, then from cached vectors, as after a change of the examples.
const fromNothing = performance.now()
const understander = await startOn(folder, 1, CORES)
const trainFromNothingMs = performance.now() - fromNothing

// One message at a time, the two turn and turn about, so that both meet the same machine.
const bare = await openBare(CORES)
const [bareMs, ownMs]: [number[], number[]] = [[], []]
for (let i = 0; i < ROUNDS; i++) {
  const salted = vary(`a${i}`)
  bareMs.push(...(await timeEach(salted.map(bare.prepare), bare.run)))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  ownMs.push(...(await timeEach(salted, (text) => understander.understand(text))))
  delay.disable()
  if (i === ROUNDS - 1) console.error(`event loop delay p99 ${round(delay.percentile(99) / 1e6)} ms`)
}
await understander.close()

// All cores: as many bare sessions as cores, one thread each, against a pool of as many workers.
const sessions = await Promise.all(Array.from({ length: CORES }, () => openBare(1)))
const bareThroughput = await throughput(vary('b'), (text, i) => {
  const session = sessions[i % CORES]
  return session ? session.run(session.prepare(text)) : Promise.resolve()
})
const pool = await startOn(folder, CORES, 1)
const poolThroughput = await throughput(vary('c'), (text) => pool.embed([text]))
await pool.close()
await rm(folder, { recursive: true, force: true })

/** Texts a second with two in flight per core. */
async function throughput(items: string[], work: (text: string, i: number) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const i = next++
      await work(items[i] ?? '', i)
    }
  }
  await Promise.all(Array.from({ length: CORES * 2 }, lane))
  return items.length / ((performance.now() - started) / 1000)
}

console.log(
  JSON.stringify(
    {
      cores: CORES,
      node: process.version,
      texts: texts.length * ROUNDS,
      bareMedianMs: round(median(bareMs)),
      understandMedianMs: round(median(ownMs)),
      messageRatio: round(median(ownMs) / median(bareMs)),
      bareTextsPerSecond: round(bareThroughput, 0),
      poolTextsPerSecond: round(poolThroughput, 0),
      throughputRatio: round(poolThroughput / bareThroughput),
      trainFromNothingSeconds: round(trainFromNothingMs / 1000, 1),
    },
    null,
    2,
  ),
)
process.exit(0)
