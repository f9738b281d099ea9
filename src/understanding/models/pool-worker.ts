import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { EncodeRequest, WorkerReply, WorkerSettings } from './encoder-protocol.ts'

/** Eight texts of the greatest length take about a second on a slow machine. */
const LONGEST_BATCH_MS = 3_000

export interface Encoded {
  /** For each text its vector and its focused vector, one behind the other. */
  joined: Float32Array
  truncated: boolean[]
}

/** One thread with the model loaded. Takes one batch at a time. */
export interface PoolWorker {
  isIdle(): boolean
  /** Rejects when the worker refuses the batch, hangs longer than `stallMs`, or dies. */
  encode(texts: string[]): Promise<Encoded>
  /** Called once when the thread ends without having been asked to. */
  onDeath(listener: (reason: string) => void): void
  /** Lets the batch under way come to its end: ended in the midst of one, the runtime aborts the whole process. */
  stop(): Promise<void>
}

/** Resolves when the model is loaded; rejects with the reason when it cannot be. */
export async function startPoolWorker(options: {
  url: URL
  settings: WorkerSettings
  stallMs: number
}): Promise<PoolWorker> {
  const worker = new Worker(options.url, { workerData: options.settings })
  const deathListeners: ((reason: string) => void)[] = []
  let pending: { id: number; resolve: (done: Encoded) => void; reject: (error: Error) => void } | null = null
  let lastId = 0
  let isDead = false
  let isStopping = false
  let lastError = ''
  let tellBatchOver = () => {}

  const started = new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'ready') return resolve()
      if (reply.kind === 'failed') return reject(new Error(reply.reason))
      if (pending?.id !== reply.id) return
      const { resolve: done, reject: fail } = pending
      pending = null
      tellBatchOver()
      if (reply.kind === 'encoded') done({ joined: reply.joined, truncated: reply.truncated })
      else fail(new Error(reply.reason))
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
      return new Promise<Encoded>((resolve, reject) => {
        const stall = setTimeout(() => {
          lastError = `the encoder thread computed longer than ${options.stallMs} ms on one batch`
          void worker.terminate()
        }, options.stallMs)
        pending = {
          id,
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
