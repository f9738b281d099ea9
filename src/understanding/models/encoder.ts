import { type EarshotError, unavailable } from '../../domain/errors.ts'
import type { Log } from '../log.ts'
import { MAX_TEXTS } from './encoder-protocol.ts'
import { fingerprintOf } from './model-files.ts'
import { type Encoding, type PoolWorker, startPoolWorker } from './pool-worker.ts'
import { VectorCache } from './vector-cache.ts'

export type { Encoding } from './pool-worker.ts'

/** Encodings are shared with the cache: not to be changed. */
export interface Encoder {
  /** One live message. Rejects `unavailable` after the time limit, when the queue is full, or when the workers are gone. */
  encode(text: string): Promise<Encoding>
  /** Parts of a live message, in one batch where they fit; each as `encode`. */
  encodeTogether(texts: readonly string[]): Promise<Encoding>[]
  /** Many texts, behind every live message and without time limit; vectors in the order of `texts`. */
  encodeAll(texts: readonly string[]): Promise<Encoding[]>
  /** Why no worker can be started any more, or null while the encoder works. */
  failure(): string | null
  /** Hash of the model files; part of every model version. */
  fingerprint: string
  close(): Promise<void>
}

export interface EncoderOptions {
  modelDir: string
  /** The most there are at a time: one always, the others while many texts wait. */
  workers: number
  threads: number
  workerUrl: URL
  log: Log
  /** Limit for one live message, in milliseconds. */
  timeoutMs: number
  /** Live messages that may wait at once. */
  queueLimit?: number
  /** A worker that computes longer than this on one batch is taken for hung and replaced. */
  stallMs?: number
  cacheSize?: number
  /** How long after the last rush all workers but one are ended. */
  shrinkAfterMs?: number
}

interface Job {
  text: string
  alone: boolean
  resolve: (encoding: Encoding) => void
  reject: (error: EarshotError) => void
}

const MAX_BATCH = 8
const MAX_FAILED_STARTS = 3
/** So many texts wait long enough for another worker to be worth its start, half a second and some 70 MB. */
const GROW_AT = 24
const SHRINK_AFTER_MS = 60_000

/** Starts the first worker thread. Rejects with a plain sentence when the model files are missing or cannot be loaded. */
export async function startEncoder(options: EncoderOptions): Promise<Encoder> {
  const fingerprint = await fingerprintOf(options.modelDir)
  const { log, queueLimit = 1000, stallMs = 20_000 } = options
  const cache = new VectorCache<Encoding>(options.cacheSize ?? 5000)
  const live: Job[] = []
  const bulk: Job[] = []
  let workers: PoolWorker[] = []
  let failedStarts = 0
  let failure: string | null = null
  let isClosed = false
  let growing: Promise<void> | null = null
  let shrinking: NodeJS.Timeout | undefined
  let ending: Promise<unknown> = Promise.resolve()

  function dispatch(): void {
    for (const worker of workers) {
      if (!worker.isIdle()) continue
      const batch = live.length > 0 ? takeBatch(live, MAX_BATCH) : takeBatch(bulk, fairShare())
      if (batch.length === 0) return
      void run(worker, batch)
    }
    if (live.length + bulk.length >= GROW_AT) grow()
  }

  function grow(): void {
    clearTimeout(shrinking)
    shrinking = setTimeout(shrink, options.shrinkAfterMs ?? SHRINK_AFTER_MS).unref()
    if (growing || isClosed || workers.length === 0 || workers.length >= options.workers) return
    growing = addWorker()
      .catch((error) => log('warn', 'encoder.not_grown', { reason: reasonOf(error) }))
      .finally(() => {
        growing = null
      })
  }

  /** Nobody has needed more than the first for a while. */
  function shrink(): void {
    ending = Promise.all(workers.splice(1).map((worker) => worker.stop()))
  }

  /** Of the last texts every worker gets some. */
  const fairShare = () => Math.min(MAX_TEXTS, Math.ceil(bulk.length / Math.max(1, workers.length)))

  async function run(worker: PoolWorker, batch: Job[]): Promise<void> {
    try {
      const encodings = await worker.encode(batch.map((job) => job.text))
      encodings.forEach((encoding, i) => {
        const job = batch[i] as Job
        cache.set(job.text, encoding)
        job.resolve(encoding)
      })
    } catch (error) {
      retryOnce(batch, error)
    }
    dispatch()
  }

  /** One bad text must not cost its neighbours: each job of a failed batch goes alone the second time. */
  function retryOnce(batch: Job[], error: unknown): void {
    for (const job of batch) {
      if (job.alone || isClosed || failure) {
        job.reject(unavailable('encoder-failed', 'The sentence encoder failed on this text.', error))
      } else live.unshift({ ...job, alone: true })
    }
  }

  async function addWorker(): Promise<void> {
    const worker = await startPoolWorker({
      url: options.workerUrl,
      settings: { modelDir: options.modelDir, threads: options.threads },
      stallMs,
    })
    if (isClosed) return worker.stop()
    failedStarts = 0
    workers.push(worker)
    worker.onDeath((reason) => {
      workers = workers.filter((other) => other !== worker)
      if (isClosed) return
      log('warn', 'encoder.worker_died', { reason })
      void replaceWorker()
    })
    dispatch()
  }

  async function replaceWorker(): Promise<void> {
    try {
      await addWorker()
    } catch (error) {
      failedStarts += 1
      if (isClosed) return
      if (failedStarts < MAX_FAILED_STARTS) return replaceWorker()
      if (workers.length > 0) return
      failure = reasonOf(error)
      log('warn', 'encoder.gone', { reason: failure })
      for (const job of [...live.splice(0), ...bulk.splice(0)]) job.reject(gone())
    }
  }

  const gone = () => unavailable('encoder-gone', 'The sentence encoder is not running.', failure ?? undefined)

  function enqueue(queue: Job[], text: string, timeoutMs: number | null): Promise<Encoding> {
    const known = cache.get(text)
    if (known) return Promise.resolve(known)
    if (isClosed || failure) return Promise.reject(gone())
    if (queue === live && live.length >= queueLimit) {
      return Promise.reject(unavailable('encoder-busy', `The sentence encoder has ${queueLimit} messages waiting.`))
    }
    return new Promise((resolve, reject) => {
      const job: Job = { text, alone: false, resolve, reject }
      if (timeoutMs !== null) limit(job, timeoutMs)
      queue.push(job)
    })
  }

  /** After `timeoutMs` the caller gets its error; a text still in the queue is not computed for nobody. */
  function limit(job: Job, timeoutMs: number): void {
    const { resolve, reject } = job
    const timer = setTimeout(() => {
      const at = live.findIndex((waiting) => waiting.resolve === job.resolve)
      if (at >= 0) live.splice(at, 1)
      reject(unavailable('encoder-timeout', `The sentence encoder did not answer within ${timeoutMs} ms.`))
    }, timeoutMs)
    job.resolve = (encoding) => {
      clearTimeout(timer)
      resolve(encoding)
    }
    job.reject = (error) => {
      clearTimeout(timer)
      reject(error)
    }
  }

  await addWorker()

  return {
    fingerprint,
    failure: () => failure,
    encode(text) {
      const encoding = enqueue(live, text, options.timeoutMs)
      dispatch()
      return encoding
    },
    encodeTogether(texts) {
      const encodings = texts.map((text) => enqueue(live, text, options.timeoutMs))
      dispatch()
      return encodings
    },
    async encodeAll(texts) {
      const encodings: Encoding[] = []
      // Sorted by length a batch carries little padding; of the short ones at the end no worker waits long for another.
      const waiting = texts.map((text, index) => ({ text, index })).sort((a, b) => a.text.length - b.text.length)
      const inTurn = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const encoding = enqueue(bulk, next.text, null)
          // What is asked for in the same breath goes in the same batch.
          queueMicrotask(dispatch)
          encodings[next.index] = await encoding
        }
      }
      try {
        // Two batches for each worker: the queue never runs dry and stays short.
        await Promise.all(Array.from({ length: 2 * MAX_TEXTS * options.workers }, inTurn))
      } finally {
        waiting.length = 0
      }
      return encodings
    },
    async close() {
      isClosed = true
      clearTimeout(shrinking)
      for (const job of [...live.splice(0), ...bulk.splice(0)]) job.reject(gone())
      await Promise.all([growing, ending, ...workers.map((worker) => worker.stop())])
    },
  }
}

/** The oldest jobs, at most `size`; one that failed in company goes alone. */
function takeBatch(queue: Job[], size: number): Job[] {
  const alone = queue.findIndex((job) => job.alone)
  if (alone === 0) return queue.splice(0, 1)
  return queue.splice(0, alone > 0 ? Math.min(alone, size) : size)
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
