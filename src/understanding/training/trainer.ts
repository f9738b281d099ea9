import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { conflict, unavailable } from '../../domain/errors.ts'
import type { TagModel } from '../tags/train.ts'
import type { FromTrainer, TagJob, ToTrainer, Trained, TrainingJob } from './protocol.ts'

/** A thread that trains, so that nobody waits for it who has no need to. */
export interface Trainer {
  /**
   * Resolves with the whole model, written to the cache. `onReady` is called before, as soon as messages can be read
   * with it, while the machine for times without the encoder is still being trained; and before that with one that is
   * not exact, when the examples are the last training's with a few more (see `growIntentModel`). Waits for a training of tags; rejects
   * `conflict` while another of intents runs, `unavailable` when this one fails.
   */
  train(job: TrainingJob, onReady?: OnReady): Promise<Trained>
  /** Waits until no other training runs; rejects `unavailable` when it fails. The model is written to the cache. */
  trainTags(job: TagJob): Promise<TagModel>
  close(): Promise<void>
}

type OnReady = (trained: Trained, isExact: boolean) => void

export interface TrainerOptions {
  workerUrl: URL
  /** Vector and focused vector of each text, one behind the other, text after text. */
  encode: (texts: string[]) => Promise<Float32Array>
  onNotWritten: (reason: string) => void
}

/** 15,500 examples, the most that are learned from, take about five minutes. */
const LIMIT_MS = 20 * 60_000
/** Changes of the examples come in bursts, and a warm thread trains twice as fast; but it holds some 150 MB. */
const IDLE_MS = 10 * 60_000
/** Tags are learned once after a start and then seldom: nothing follows that a warm thread would be kept for. */
const IDLE_AFTER_TAGS_MS = 2_000

/** The longest step of a training, on a slow machine. */
const STEP_MS = 3000

export function makeTrainer({ workerUrl, encode, onNotWritten }: TrainerOptions): Trainer {
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let isBusy = false
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  async function stop(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = null
    if (ending) await end(ending)
  }

  async function withThread<Result>(work: (thread: Worker) => Promise<Result>, idleMs = IDLE_MS): Promise<Result> {
    if (isClosed) throw unavailable('training-failed', 'The training was stopped.')
    clearTimeout(idle)
    thread ??= new Worker(workerUrl)
    thread.ref()
    try {
      const result = await work(thread)
      idle = setTimeout(stop, idleMs).unref()
      thread?.unref()
      return result
    } catch (error) {
      await stop()
      throw unavailable('training-failed', `The training failed: ${reasonOf(error)}`, error)
    }
  }
  /** Every training behind the one before it, however that ended. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }

  return {
    async train(job, onReady = () => {}) {
      if (isBusy) throw conflict('training-busy', 'A training is under way: wait until it is done.')
      isBusy = true
      const training = inTurn(() => withThread((open) => converse(open, job, { encode, onReady, onNotWritten })))
      return training.finally(() => {
        isBusy = false
      })
    },
    trainTags: (job) =>
      inTurn(() => withThread((open) => converseAboutTags(open, job, { encode, onNotWritten }), IDLE_AFTER_TAGS_MS)),
    async close() {
      isClosed = true
      await stop()
    },
  }
}

/** The thread ends itself between two steps: ended in the midst of a product, the runtime aborts the whole process. */
async function end(thread: Worker): Promise<void> {
  if (thread.threadId === -1) return
  const ended = once(thread, 'exit').catch(() => undefined)
  thread.postMessage({ kind: 'stop' } satisfies ToTrainer)
  await Promise.race([ended, wait(STEP_MS, undefined, { ref: false })])
  await thread.terminate()
}

type Listeners = Omit<TrainerOptions, 'workerUrl'>

function converse(
  thread: Worker,
  job: TrainingJob,
  { encode, onReady, onNotWritten }: Listeners & { onReady: OnReady },
): Promise<Trained> {
  let trained: Trained | null = null
  return ask(thread, { kind: 'train', job }, encode, (message) => {
    if (message.kind === 'quick') onReady(message.trained, false)
    else if (message.kind === 'ready') {
      trained = message.trained
      onReady(trained, true)
    } else if (message.kind === 'complete') {
      if (message.notWritten !== null) onNotWritten(message.notWritten)
      if (trained) return { ...trained, model: { ...trained.model, lexical: message.fallback } }
    }
    return null
  })
}

function converseAboutTags(thread: Worker, job: TagJob, { encode, onNotWritten }: Listeners): Promise<TagModel> {
  return ask(thread, { kind: 'train-tags', job }, encode, (message) => {
    if (message.kind !== 'tags') return null
    if (message.notWritten !== null) onNotWritten(message.notWritten)
    return message.model
  })
}

/** One job: answers the thread's wishes for encodings until `take` makes the result of a message. */
function ask<Result>(
  thread: Worker,
  job: ToTrainer,
  encode: TrainerOptions['encode'],
  take: (message: FromTrainer) => Result | null,
): Promise<Result> {
  const tell = (message: ToTrainer, transfer: ArrayBuffer[] = []) => thread.postMessage(message, transfer)
  let stopListening = () => {}

  return new Promise<Result>((resolve, reject) => {
    const onMessage = (message: FromTrainer) => {
      if (message.kind === 'failed') reject(new Error(message.reason))
      else if (message.kind === 'encode') {
        encode(message.texts)
          .then((joined) => tell({ kind: 'encoded', joined }, [joined.buffer as ArrayBuffer]))
          .catch(reject)
      } else {
        const result = take(message)
        if (result !== null) resolve(result)
      }
    }
    const onExit = () => reject(new Error('the training thread ended'))
    const limit = setTimeout(() => reject(new Error(`it took longer than ${LIMIT_MS / 60_000} minutes`)), LIMIT_MS)
    thread.on('message', onMessage).on('error', reject).on('exit', onExit)
    stopListening = () => {
      clearTimeout(limit)
      thread.off('message', onMessage).off('error', reject).off('exit', onExit)
    }
    tell(job)
  }).finally(() => stopListening())
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
