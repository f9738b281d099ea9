// Worker threads cannot load TypeScript by themselves; run from the sources, the trainer starts its thread through this file.
import { register } from 'tsx/esm/api'

register()
await import('../../src/understanding/training/trainer-worker.ts')
