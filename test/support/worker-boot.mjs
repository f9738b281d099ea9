// Entry file of the encoder's threads when run from the sources.
import { loadWorker } from './load-worker.mjs'

await loadWorker(new URL('../../src/understanding/models/encoder-worker.ts', import.meta.url))
