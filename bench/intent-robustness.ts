import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../src/config/index.ts'
import { evaluateIntents, loadIntents, readLabelledRows } from '../src/understanding/index.ts'
import { makeRandom } from '../src/understanding/random.ts'

// Run with: npx tsx bench/intent-robustness.ts
// How intents hold when messages are written otherwise: with typing errors, politely, in capitals, in few words. Each
// group is the same messages changed in one way, by one seed. A fifth of TechGear's examples is asked of an engine
// trained on the rest; where the public data is there, BANKING77 with ten examples an intent too.

type Row = { text: string; label: string }
type Change = (text: string) => string

const random = makeRandom(20261122)
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const FRAMES = [
  'Hello, could you please help me with this: {} Thank you very much in advance!',
  'Good morning! I hope you are well. {} It would be very kind of you to let me know.',
  'Excuse me for bothering you, but {} Many thanks and best regards, Anna',
]
const STOPWORDS = new Set(
  'a an the i i’m im my me you your is are was do does did can could would will to of for in on it its that this please and or have has had with at be am we so if'.split(
    ' ',
  ),
)

/** Every letter is left out, doubled, replaced or swapped with the next one at the given rate. */
function misspell(text: string, rate: number): string {
  let result = ''
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? ''
    if (!/[a-z]/i.test(letter) || random() >= rate) {
      result += letter
      continue
    }
    const kind = Math.floor(random() * 4)
    if (kind === 1) result += letter + letter
    else if (kind === 2) result += LETTERS[Math.floor(random() * LETTERS.length)] ?? letter
    else if (kind === 3) result += (text[++i] ?? '') + letter
  }
  return result
}

const keepContent: Change = (text) => {
  const words = text.split(/\s+/).filter((word) => !STOPWORDS.has(word.toLowerCase().replace(/[^\p{L}’']/gu, '')))
  return words.slice(0, 4).join(' ') || text
}

const CHANGES: Record<string, Change> = {
  'as written': (text) => text,
  'one letter in 20 wrong': (text) => misspell(text, 0.05),
  'one letter in 10 wrong': (text) => misspell(text, 0.1),
  'in a polite frame': (text) => (FRAMES[Math.floor(random() * FRAMES.length)] ?? '{}').replace('{}', () => text),
  CAPITALS: (text) => text.toUpperCase(),
  'small letters, no punctuation': (text) => text.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, ''),
  'first four words that say something': keepContent,
}

const LENGTHS: [string, number, number][] = [
  ['up to 4 words', 0, 4],
  ['5 to 10 words', 5, 10],
  ['11 to 20 words', 11, 20],
  ['more than 20 words', 21, Number.POSITIVE_INFINITY],
]
const countWords = (text: string) => text.trim().split(/\s+/).length

async function measure(name: string, train: Row[], asked: Row[]): Promise<void> {
  const test = Object.values(CHANGES).flatMap((change) =>
    asked.map(({ text, label }) => ({ text: change(text), label })),
  )
  const engine = { ...config.encoder, modelDir: config.modelDir, log: () => {} }
  const { readings } = await evaluateIntents({ train, test }, engine)
  const say = (group: string, rows: typeof readings) => {
    const share = (count: number) => `${((100 * count) / Math.max(1, rows.length)).toFixed(1)} %`
    const right = rows.filter(({ label, top }) => label === top).length
    const rejected = rows.filter(({ isRejected }) => isRejected).length
    const claimed = rows.reduce((sum, { probability }) => sum + probability, 0)
    console.log(`| ${name} | ${group} | ${rows.length} | ${share(right)} | ${share(claimed)} | ${share(rejected)} |`)
  }
  Object.keys(CHANGES).forEach((group, i) => void say(group, readings.slice(i * asked.length, (i + 1) * asked.length)))
  for (const [group, least, most] of LENGTHS) {
    const isOfLength = ({ text }: { text: string }) => countWords(text) >= least && countWords(text) <= most
    say(group, readings.slice(0, asked.length).filter(isOfLength))
  }
}

const config = readConfig()
console.log(
  '| messages | group | rows | right | claimed | called out of scope |\n| --- | --- | --- | --- | --- | --- |',
)
const { intents } = await loadIntents(config.intentsDir)
const own = intents.flatMap(({ name, examples }) =>
  examples.map((text, i) => ({ text, label: name, isAsked: i % 5 === 4 })),
)
await measure(
  'TechGear',
  own.filter(({ isAsked }) => !isAsked),
  own.filter(({ isAsked }) => isAsked),
)
const folder = join(config.benchmarksDir, 'intent')
if (existsSync(folder)) {
  const test = await readLabelledRows(join(folder, 'banking77.test.jsonl'))
  const train = await readLabelledRows(join(folder, 'banking77.train.10shot.1.jsonl'))
  await measure(
    'BANKING77',
    train,
    test.filter((_, i) => i % 6 === 0),
  )
}
