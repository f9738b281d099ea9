// One peer on one pair of files, in a thread that can be stopped: started by intent-peers.ts.
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

const require = createRequire(import.meta.url)
const { peer, train, test } = workerData

/** @type {Record<string, () => Promise<{ learn(): Promise<void>, classify(text: string): Promise<string> }>>} */
const PEERS = {
  'natural Bayes': async () => open(require('natural/lib/natural/classifiers/bayes_classifier.js')),
  'natural logistic regression': async () =>
    open(require('natural/lib/natural/classifiers/logistic_regression_classifier.js')),
  'nlp.js': async () => {
    const { containerBootstrap, LangEn, Nlp } = require('@nlpjs/basic')
    const container = await containerBootstrap()
    container.use(Nlp)
    container.use(LangEn)
    const nlp = container.get('nlp')
    Object.assign(nlp.settings, { autoSave: false, autoLoad: false, log: false, nlu: { log: false } })
    nlp.addLanguage('en')
    return {
      async learn() {
        for (const { text, label } of train) nlp.addDocument('en', text, label)
        await nlp.train()
      },
      // Its own threshold would answer "None"; the others are asked for their best guess too.
      classify: async (text) => (await nlp.process('en', text)).classifications[0]?.intent,
    }
  },
}

async function open(Classifier) {
  const classifier = new Classifier()
  return {
    async learn() {
      for (const { text, label } of train) classifier.addDocument(text, label)
      classifier.train()
    },
    classify: async (text) => classifier.classify(text),
  }
}

const engine = await PEERS[peer]()
const startedAt = performance.now()
await engine.learn()
const trainSeconds = (performance.now() - startedAt) / 1000
let right = 0
const times = []
for (const { text, label } of test) {
  const asked = performance.now()
  if ((await engine.classify(text)) === label) right += 1
  times.push(performance.now() - asked)
}
times.sort((a, b) => a - b)
parentPort.postMessage({ accuracy: right / test.length, msPerMessage: times[times.length >> 1], trainSeconds })
