import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { evaluateIntents, readLabelledRows } from '../src/understanding/index.ts'

// Run with: npx tsx bench/intent-peers.ts
// Earshot's engine and the Bayes classifier of `natural` on the same files in one run. Needs the public data.

interface Peer {
  addDocument(text: string, label: string): void
  train(): void
  classify(text: string): string
}

/** `natural` has no types for this file and is CommonJS; the interface above is what its README promises. */
const require = createRequire(import.meta.url)
const BayesClassifier = require('natural/lib/natural/classifiers/bayes_classifier.js') as new () => Peer

const FILES = ['banking77.train.10shot.1.jsonl', 'banking77.train.jsonl']
const ASKED = 500

async function main(): Promise<void> {
  const config = readConfig()
  const folder = join(config.benchmarksDir, 'intent')
  const test = await readLabelledRows(join(folder, 'banking77.test.jsonl'))
  const step = Math.ceil(test.length / ASKED)
  const asked = test.filter((_, i) => i % step === 0)
  for (const file of FILES) {
    const train = await readLabelledRows(join(folder, file))
    const peer = new BayesClassifier()
    const startedAt = performance.now()
    for (const { text, label } of train) peer.addDocument(text, label)
    peer.train()
    const trainedAt = performance.now()
    const right = asked.filter(({ text, label }) => peer.classify(text) === label).length
    const ms = (performance.now() - trainedAt) / asked.length
    say(file, 'natural Bayes', right / asked.length, ms, (trainedAt - startedAt) / 1000)
    const log = () => {}
    const { evaluation } = await evaluateIntents(
      { train, test: asked },
      { ...config.encoder, modelDir: config.modelDir, log },
    )
    say(file, 'Earshot', evaluation.accuracy, evaluation.msPerMessage, evaluation.trainSeconds)
  }
}

function say(file: string, engine: string, accuracy: number, ms: number, seconds: number): void {
  const figures = [
    `${(100 * accuracy).toFixed(1)} %`,
    `${ms.toFixed(1)} ms a message`,
    `trained in ${seconds.toFixed(1)} s`,
  ]
  console.log([file, engine, ...figures].join(' | '))
}

await main()
