import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { readConfig } from '../src/config/index.ts'
import { evaluateIntents, readLabelledRows } from '../src/understanding/index.ts'

// Run with: npx tsx bench/intent-peers.ts
// Earshot's engine beside the classifiers of `natural` and nlp.js, on the same files in one run. Needs the public data.

const FILES = ['banking77.train.10shot.1.jsonl', 'banking77.train.jsonl']
const PEERS = ['natural Bayes', 'natural logistic regression', 'nlp.js']
const ASKED = 500
/** A peer that trains longer than this is not waited for. */
const LIMIT_MS = 10 * 60_000

type Row = { text: string; label: string }
interface Figures {
  accuracy: number
  /** The median. */
  msPerMessage: number
  trainSeconds: number
}

/** Null when the peer does not end in time. */
function runPeer(peer: string, train: readonly Row[], test: readonly Row[]): Promise<Figures | null> {
  const worker = new Worker(new URL('./peer-worker.mjs', import.meta.url), {
    workerData: { peer, train, test },
    stdout: true,
  })
  return new Promise<Figures | null>((resolve, reject) => {
    const limit = setTimeout(() => resolve(null), LIMIT_MS)
    worker.once('message', (figures: Figures) => {
      clearTimeout(limit)
      resolve(figures)
    })
    worker.once('error', reject)
  }).finally(() => worker.terminate())
}

function say(file: string, engine: string, figures: Figures | null): void {
  const told = figures
    ? [
        `${(100 * figures.accuracy).toFixed(1)} %`,
        `${figures.msPerMessage.toFixed(1)} ms a message`,
        `trained in ${figures.trainSeconds.toFixed(1)} s`,
      ]
    : [`not trained after ${LIMIT_MS / 60_000} minutes`]
  console.log([file, engine, ...told].join(' | '))
}

const config = readConfig()
const folder = join(config.benchmarksDir, 'intent')
const test = await readLabelledRows(join(folder, 'banking77.test.jsonl'))
const step = Math.ceil(test.length / ASKED)
const asked = test.filter((_, i) => i % step === 0)
for (const file of FILES) {
  const train = await readLabelledRows(join(folder, file))
  for (const peer of PEERS) say(file, peer, await runPeer(peer, train, asked))
  const engine = { ...config.encoder, modelDir: config.modelDir, log: () => {} }
  say(file, 'Earshot', (await evaluateIntents({ train, test: asked }, engine)).evaluation)
}
