import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import {
  answersIn,
  type EncodeRequest,
  makeAnswers,
  VECTOR_SIZE,
  type WorkerReply,
  type WorkerSettings,
} from './encoder-protocol.ts'

/** Eight texts of the greatest length take about a second on a slow machine. */
const LONGEST_BATCH_MS = 3_000

export interface Encoding {
  /** Unit length, 384 numbers. */
  vector: Float32Array
  /** The same with weight on rare words, 384 numbers of unit length: what intents are read from. */
  focus: Float32Array
  /** The text had more than 256 word pieces; the rest was not read. */
  truncated: boolean
}

/** One thread with the model loaded. Takes one batch at a time. */
export interface PoolWorker {
  isIdle(): boolean
  /** Of at most `MAX_TEXTS`. Rejects when the worker refuses the batch, hangs longer than `stallMs`, or dies. */
  encode(texts: string[]): Promise<Encoding[]>
  /** Called once when the thread ends without having been asked to. */
  onDeath(listener: (reason: string) => void): void
  /** Lets the batch under way come to its end: ended in the midst of one, the runtime aborts the whole process. */
  stop(): Promise<void>
}

/** Resolves when the model is loaded; rejects with the reason when it cannot be. */
export async function startPoolWorker(options: {
  url: URL
  settings: Omit<WorkerSettings, 'answers'>
  stallMs: number
}): Promise<PoolWorker> {
  const answers = makeAnswers()
  const worker = new Worker(options.url, { workerData: { ...options.settings, answers } satisfies WorkerSettings })
  const deathListeners: ((reason: string) => void)[] = []
  let pending: {
    id: number
    count: number
    resolve: (done: Encoding[]) => void
    reject: (error: Error) => void
  } | null = null
  let lastId = 0
  let isDead = false
  let isStopping = false
  let lastError = ''
  let tellBatchOver = () => {}

  const started = new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (typeof reply === 'object' && reply.kind === 'ready') return resolve()
      if (typeof reply === 'object' && reply.kind === 'failed') return reject(new Error(reply.reason))
      const isRefused = typeof reply === 'object'
      if (pending?.id !== (isRefused ? reply.id : reply)) return
      const { count, resolve: done, reject: fail } = pending
      pending = null
      tellBatchOver()
      if (isRefused) fail(new Error(reply.reason))
      else done(takeAnswers(answers, count))
    })
    worker.on('error', (error: Error) => {
      lastError = error.message
    })
    worker.on('exit', (code) => {
      isDead = true
      const reason = lastError || `the encoder thread ended with code ${code}`
      reject(new Error(reason))
      if (!isStopping) for (const listener of deathListeners) listener(reason)
      pending?.reject(new Error(reason))
      pending = null
      tellBatchOver()
    })
  })

  try {
    await started
  } catch (error) {
    await worker.terminate()
    throw error
  }

  return {
    isIdle: () => pending === null && !isDead && !isStopping,
    encode(texts) {
      const id = ++lastId
      return new Promise<Encoding[]>((resolve, reject) => {
        const stall = setTimeout(() => {
          lastError = `the encoder thread computed longer than ${options.stallMs} ms on one batch`
          void worker.terminate()
        }, options.stallMs)
        pending = {
          id,
          count: texts.length,
          resolve: (done) => {
            clearTimeout(stall)
            resolve(done)
          },
          reject: (error) => {
            clearTimeout(stall)
            reject(error)
          },
        }
        worker.postMessage({ id, texts } satisfies EncodeRequest)
      })
    },
    onDeath: (listener) => void deathListeners.push(listener),
    async stop() {
      isStopping = true
      if (pending) {
        const over = new Promise<void>((resolve) => {
          tellBatchOver = resolve
        })
        await Promise.race([over, wait(LONGEST_BATCH_MS, undefined, { ref: false })])
      }
      await worker.terminate()
    },
  }
}

/** Copies, because the next batch is put in the same place. */
function takeAnswers(answers: SharedArrayBuffer, count: number): Encoding[] {
  const { vectors, cut } = answersIn(answers)
  const vectorAt = (at: number) => vectors.slice(at * VECTOR_SIZE, (at + 1) * VECTOR_SIZE)
  return Array.from({ length: count }, (_, i) => ({
    vector: vectorAt(2 * i),
    focus: vectorAt(2 * i + 1),
    truncated: cut[i] === 1,
  }))
}
