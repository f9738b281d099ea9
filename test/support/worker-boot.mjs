// Worker threads cannot load TypeScript by themselves; run from the sources, the encoder starts them through this file.
import { register } from 'tsx/esm/api'

register()
await import('../../src/understanding/models/encoder-worker.ts')
