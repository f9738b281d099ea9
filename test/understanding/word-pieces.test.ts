import { basename, dirname } from 'node:path'
import { AutoTokenizer, env } from '@huggingface/transformers'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadReadPieces, type ReadPieces } from '../../src/understanding/models/word-pieces.ts'
import { MODEL_DIR } from './support.ts'

describe('word pieces read word by word', () => {
  let read: ReadPieces
  let encode: (text: string) => number[]
  beforeAll(async () => {
    env.allowRemoteModels = false
    env.localModelPath = dirname(MODEL_DIR)
    const tokenizer = await AutoTokenizer.from_pretrained(basename(MODEL_DIR), { local_files_only: true })
    encode = (text) => tokenizer.encode(text)
    const loaded = await loadReadPieces(MODEL_DIR)
    if (!loaded) throw new Error('The model in use has another vocabulary.')
    read = loaded
  })

  const word = fc.constantFrom(
    'order',
    "won't",
    'TG-104233',
    'Zürich',
    'ﬁne',
    'naïve',
    '[SEP]',
    '[MASK]x',
    '😡',
    '退款',
    'a\u0301',
    '\u0301',
    '\u00a0',
    '\ufeff',
    '#late',
    '...',
    'refunded!!',
    '\ud800',
    'x'.repeat(120),
    'x'.repeat(100),
    'UPPER_case@example.com',
    '(\\^_`{|}~)',
    'a[b]',
    '~~\x7f',
    "don't/won't",
    'zzqxjkvw9$8',
  )

  it('are those of the whole text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 60 }),
          fc.array(word).map((words) => words.join(' ')),
          fc.string({ maxLength: 60 }),
        ),
        (text) => {
          expect(read(text)).toEqual(encode(text))
        },
      ),
      { numRuns: 300 },
    )
  })
})
