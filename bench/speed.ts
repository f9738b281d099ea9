/**
 * Speed of understanding beside the bare encoder, in one run, as ratios: `npx tsx bench/speed.ts`. The two take turns in
 * short rounds, and the median over the rounds' ratios counts, so that other work on the machine meets both alike.
 * Prints one JSON object; docs/benchmarks.md records it with date and machine.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { AutoTokenizer, env } from '@huggingface/transformers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { readConfig } from '../src/config/index.ts'
import type { IntentDefinition } from '../src/domain/index.ts'
import { loadIntents, startUnderstanding, type Understander } from '../src/understanding/index.ts'

const config = readConfig()
const CORES = cpus().length
const ROUNDS = 24
const TEXTS_A_ROUND = 20
const RETRAININGS = 5

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

/** As the server is set, unless told. */
const startOn = (intents: IntentDefinition[], cacheDir: string, encoder = config.encoder) =>
  startUnderstanding({ intents, modelDir: config.modelDir, cacheDir, ...encoder, log: () => {} })

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function timeEach<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) times.push(await timeOf(() => work(item)))
  return times
}

/** Milliseconds that work waited for the event loop while `work` ran: median and 99th percentile above the timer's own. */
async function delayWhile(work: () => Promise<unknown>): Promise<{ median: number; p99: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  // The histogram holds whole intervals of the timer, the one millisecond asked for included.
  const above = (percentile: number) => Math.max(0, round(delay.percentile(percentile) / 1e6 - 1))
  return { median: above(50), p99: above(99) }
}

const { intents } = await loadIntents(config.intentsDir)
const examples = intents.flatMap((intent) => intent.examples.slice(0, 7))
/** Every round reads other texts, so that no cache answers. */
const textsOf = (kind: string, turn: number) =>
  Array.from(
    { length: TEXTS_A_ROUND },
    (_, i) => `${examples[(turn * TEXTS_A_ROUND + i) % examples.length]} ${kind}${turn}`,
  )

/** One message at a time. Both see the same texts; whoever comes first is changed every round. */
async function compareMessages(understander: Understander) {
  const bare = await openBare(config.encoder.threads)
  const times: { bare: number[]; own: number[]; ratios: number[] } = { bare: [], own: [], ratios: [] }
  const runBare = async (texts: string[]) => median(await timeEach(texts.map(bare.prepare), bare.run))
  const runOwn = async (texts: string[]) => median(await timeEach(texts, (text) => understander.understand(text)))
  await runBare(textsOf('w', 0))
  await runOwn(textsOf('w', 0))
  for (let turn = 0; turn < ROUNDS; turn++) {
    const texts = textsOf('a', turn)
    const first = turn % 2 === 0 ? await runBare(texts) : await runOwn(texts)
    const second = turn % 2 === 0 ? await runOwn(texts) : await runBare(texts)
    const [bareMs, ownMs] = turn % 2 === 0 ? [first, second] : [second, first]
    times.bare.push(bareMs)
    times.own.push(ownMs)
    times.ratios.push(ownMs / bareMs)
  }
  return {
    bareMedianMs: round(median(times.bare)),
    understandMedianMs: round(median(times.own)),
    messageRatio: round(median(times.ratios)),
  }
}

/** A bare session in a thread of its own. */
async function startBareThread() {
  const workerData = { modelDir: config.modelDir, threads: 1 }
  const worker = new Worker(new URL('./bare-session-worker.mjs', import.meta.url), { workerData })
  await once(worker, 'message')
  return {
    async run(texts: string[]) {
      worker.postMessage(texts)
      await once(worker, 'message')
    },
    stop: () => worker.terminate(),
  }
}

/** All cores: as many bare sessions as cores, one thread each, against a pool of as many workers. Texts a second. */
async function compareThroughput(pool: Understander) {
  const threads = await Promise.all(Array.from({ length: CORES }, startBareThread))
  const share = (texts: string[], at: number) => texts.filter((_, i) => i % CORES === at)
  const runBare = (texts: string[]) =>
    timeOf(() => Promise.all(threads.map((thread, at) => thread.run(share(texts, at)))))
  const runPool = (texts: string[]) => timeOf(() => pool.embed(texts))
  const speeds: { bare: number[]; pool: number[]; ratios: number[] } = { bare: [], pool: [], ratios: [] }
  for (let turn = 0; turn < ROUNDS; turn++) {
    const texts = [...textsOf('b', turn), ...textsOf('c', turn)]
    const bareFirst = turn % 2 === 0
    const first = await (bareFirst ? runBare(texts) : runPool(texts))
    const second = await (bareFirst ? runPool(texts) : runBare(texts))
    const [bareMs, poolMs] = bareFirst ? [first, second] : [second, first]
    speeds.bare.push((1000 * texts.length) / bareMs)
    speeds.pool.push((1000 * texts.length) / poolMs)
    speeds.ratios.push(bareMs / poolMs)
  }
  await Promise.all(threads.map((thread) => thread.stop()))
  return {
    bareTextsPerSecond: round(median(speeds.bare), 0),
    poolTextsPerSecond: round(median(speeds.pool), 0),
    throughputRatio: round(median(speeds.ratios)),
  }
}

/**
 * Ten new examples for one intent, then for another, as after corrections of the agents: until messages are read with
 * them, and until the exact model does, with the machine for times without the encoder.
 */
async function measureRetraining(understander: Understander) {
  const times: { live: number; done: number }[] = []
  const delays: number[] = []
  let grown = intents
  for (let turn = 0; turn < RETRAININGS; turn++) {
    const added = textsOf('n', turn).slice(0, 10)
    grown = grown.map((intent, i) => (i === turn ? { ...intent, examples: [...intent.examples, ...added] } : intent))
    const { p99 } = await delayWhile(async () => {
      const live = await timeOf(() => understander.retrain(grown))
      times.push({ live, done: live + (await timeOf(() => understander.whenTrained())) })
    })
    delays.push(p99)
  }
  const warm = times.slice(1)
  return {
    retrainColdMs: round(times[0]?.live ?? 0, 0),
    retrainMedianMs: round(median(warm.map(({ live }) => live)), 0),
    retrainWholeMedianMs: round(median(warm.map(({ done }) => done)), 0),
    loopDelayWhileTrainingP99Ms: median(delays),
  }
}

const folder = await mkdtemp(join(tmpdir(), 'earshot-speed-'))
let understander = await startOn([], folder)
await understander.close()
const fromNothingMs = await timeOf(async () => {
  understander = await startOn(intents, folder)
})
// The machine for times without the encoder follows, and with it the file that the next start reads.
await understander.whenTrained()
await understander.close()
const cachedMs = await timeOf(async () => {
  understander = await startOn(intents, folder)
})
const messages = await compareMessages(understander)
const reading = await delayWhile(() =>
  timeEach([...textsOf('d', 0), ...textsOf('d', 1)], (text) => understander.understand(text)),
)
const idle = await delayWhile(() => new Promise((resolve) => setTimeout(resolve, 500)))
const retraining = await measureRetraining(understander)
await understander.close()
const pool = await startOn(intents, folder, { workers: CORES, threads: 1 })
const throughputs = await compareThroughput(pool)
await pool.close()
await rm(folder, { recursive: true, force: true })

console.log(
  JSON.stringify(
    {
      cores: CORES,
      encoder: config.encoder,
      node: process.version,
      rounds: ROUNDS,
      ...messages,
      ...throughputs,
      loopDelayIdleP99Ms: idle.p99,
      loopDelayWhileUnderstandingP99Ms: reading.p99,
      ...retraining,
      startFromNothingSeconds: round(fromNothingMs / 1000, 1),
      startFromCacheSeconds: round(cachedMs / 1000, 1),
    },
    null,
    2,
  ),
)
process.exit(0)
