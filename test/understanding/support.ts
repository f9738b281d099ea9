import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IntentDefinition } from '../../src/domain/intent.ts'
import { projectRoot } from '../../src/project-root.ts'
import { loadIntents } from '../../src/understanding/index.ts'

export const MODEL_DIR = join(projectRoot, 'models', 'all-MiniLM-L6-v2')
export const WORKER_BOOT = new URL('../support/worker-boot.mjs', import.meta.url)

export const makeTempDir = () => mkdtemp(join(tmpdir(), 'earshot-understanding-'))

/** A folder that looks like a model to all but the thread that loads it; `fake-encoder-worker.mjs` does not. */
export async function makeFakeModel(): Promise<string> {
  const folder = await makeTempDir()
  await mkdir(join(folder, 'onnx'))
  const files = [
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'onnx/model_q4.onnx',
    'onnx/model_q4.onnx_data',
  ]
  await Promise.all(files.map((file) => writeFile(join(folder, file), 'x')))
  return folder
}

/** A few of TechGear's intents: enough to be worth telling apart, few enough to train in a second. */
export async function fewIntents(): Promise<IntentDefinition[]> {
  const wanted = ['cancel_order', 'order_status', 'reset_password', 'talk_to_person', 'thanks', 'wifi', 'gift_card']
  const { intents } = await loadIntents(join(projectRoot, 'intents'))
  return intents.filter(({ name }) => wanted.includes(name))
}

const SENTIMENT_SEEDS = [
  { text: 'this is a disgrace, you are useless', sentiment: 'very_negative', emotions: ['anger'], urgent: false },
  { text: 'still nothing after two weeks of waiting', sentiment: 'negative', emotions: ['frustration'], urgent: false },
  { text: 'the screen arrived cracked', sentiment: 'negative', emotions: ['disappointment'], urgent: false },
  { text: 'what are your opening hours', sentiment: 'neutral', emotions: ['none'], urgent: false },
  { text: 'can I change the address', sentiment: 'neutral', emotions: ['none'], urgent: false },
  { text: 'someone is in my account right now', sentiment: 'negative', emotions: ['worry'], urgent: true },
  { text: 'thanks, that helped', sentiment: 'positive', emotions: ['gratitude'], urgent: false },
  { text: 'wonderful, you made my day, thank you', sentiment: 'very_positive', emotions: ['joy'], urgent: false },
]
const FRAMES = ['{}', 'hi, {}', '{} please', 'well {}', 'so {}', '{} ok', 'hello there, {}', '{} now']

/** 64 labelled messages in a file of their own: the real file takes ten times as long. */
export async function writeSmallSentimentFile(folder: string): Promise<string> {
  const file = join(folder, 'sentiment.jsonl')
  const rows = FRAMES.flatMap((frame) =>
    SENTIMENT_SEEDS.map((seed) => JSON.stringify({ ...seed, text: frame.replace('{}', seed.text) })),
  )
  await writeFile(file, rows.join('\n'))
  return file
}
