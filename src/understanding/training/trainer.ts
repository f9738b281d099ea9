import { Worker } from 'node:worker_threads'
import { conflict, unavailable } from '../../domain/errors.ts'
import type { FromTrainer, ToTrainer, Trained, TrainingJob } from './protocol.ts'

/** A thread that trains, so that nobody waits for it who has no need to. */
export interface Trainer {
  /**
   * Resolves with the whole model, written to the cache. `onReady` is called before, as soon as messages can be read
   * with it, while the machine for times without the encoder is still being trained. Rejects `conflict` while another
   * training runs, `unavailable` when this one fails.
   */
  train(job: TrainingJob, onReady?: (trained: Trained) => void): Promise<Trained>
  close(): Promise<void>
}

export interface TrainerOptions {
  workerUrl: URL
  /** Vector and focused vector of each text, one behind the other, text after text. */
  encode: (texts: string[]) => Promise<Float32Array>
  onNotWritten: (reason: string) => void
}

/** 15,500 examples, the most that are learned from, take about five minutes. */
const LIMIT_MS = 20 * 60_000
/** Changes of the examples come in bursts, and a warm thread trains twice as fast; but it holds some 150 MB. */
const IDLE_MS = 60_000

export function makeTrainer({ workerUrl, encode, onNotWritten }: TrainerOptions): Trainer {
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let isBusy = false
  let isClosed = false

  async function stop(): Promise<void> {
    clearTimeout(idle)
    const ended = thread?.terminate()
    thread = null
    await ended
  }

  return {
    async train(job, onReady = () => {}) {
      if (isClosed) throw unavailable('training-failed', 'The training was stopped.')
      if (isBusy) throw conflict('training-busy', 'A training is under way: wait until it is done.')
      isBusy = true
      clearTimeout(idle)
      thread ??= new Worker(workerUrl)
      thread.ref()
      try {
        const trained = await converse(thread, job, { encode, onReady, onNotWritten })
        idle = setTimeout(stop, IDLE_MS).unref()
        thread?.unref()
        return trained
      } catch (error) {
        await stop()
        throw unavailable('training-failed', `The training failed: ${reasonOf(error)}`, error)
      } finally {
        isBusy = false
      }
    },
    async close() {
      isClosed = true
      await stop()
    },
  }
}

type Listeners = Omit<TrainerOptions, 'workerUrl'> & { onReady: (trained: Trained) => void }

function converse(thread: Worker, job: TrainingJob, listeners: Listeners): Promise<Trained> {
  const { encode, onReady, onNotWritten } = listeners
  const tell = (message: ToTrainer, transfer: ArrayBuffer[] = []) => thread.postMessage(message, transfer)
  let trained: Trained | null = null
  let stopListening = () => {}

  return new Promise<Trained>((resolve, reject) => {
    const onMessage = (message: FromTrainer) => {
      if (message.kind === 'failed') reject(new Error(message.reason))
      else if (message.kind === 'encode') {
        encode(message.texts)
          .then((joined) => tell({ kind: 'encoded', joined }, [joined.buffer as ArrayBuffer]))
          .catch(reject)
      } else if (message.kind === 'ready') {
        trained = message.trained
        onReady(trained)
      } else {
        if (message.notWritten !== null) onNotWritten(message.notWritten)
        if (trained) resolve({ ...trained, model: { ...trained.model, lexical: message.fallback } })
      }
    }
    const onExit = () => reject(new Error('the training thread ended'))
    const limit = setTimeout(() => reject(new Error(`it took longer than ${LIMIT_MS / 60_000} minutes`)), LIMIT_MS)
    thread.on('message', onMessage).on('error', reject).on('exit', onExit)
    stopListening = () => {
      clearTimeout(limit)
      thread.off('message', onMessage).off('error', reject).off('exit', onExit)
    }
    tell({ kind: 'train', job })
  }).finally(() => stopListening())
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
