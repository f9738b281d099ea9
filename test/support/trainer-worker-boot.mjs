// Entry file of the training thread when run from the sources.
import { loadWorker } from './load-worker.mjs'

await loadWorker(new URL('../../src/understanding/training/trainer-worker.ts', import.meta.url))
