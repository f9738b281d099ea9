// Speaks the protocol of the encoder threads without a model, and misbehaves on demand.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'

const flag = (name) => join(workerData.modelDir, name)

parentPort.on('message', ({ id, texts }) => {
  if (texts.includes('die')) process.exit(1)
  if (texts.includes('die once') && !existsSync(flag('died'))) {
    writeFileSync(flag('died'), '')
    process.exit(1)
  }
  if (texts.includes('die for good')) {
    writeFileSync(flag('broken'), '')
    process.exit(1)
  }
  if (texts.includes('hang')) return
  if (texts.includes('refuse')) return parentPort.postMessage({ kind: 'refused', id, reason: 'no' })
  // The first number tells the text's length, the second the size of the batch it came in.
  const vectors = new Float32Array(workerData.answers)
  for (const [i, text] of texts.entries()) vectors.set([text.length, texts.length], 2 * i * 384)
  const answer = () => parentPort.postMessage(id)
  setTimeout(answer, texts.includes('slow') ? 300 : 0)
})
parentPort.postMessage(existsSync(flag('broken')) ? { kind: 'failed', reason: 'broken' } : { kind: 'ready' })
