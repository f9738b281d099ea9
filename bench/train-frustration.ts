/**
 * Fits the weights of frustration on training/dialogues.jsonl: `npx tsx bench/train-frustration.ts` writes
 * src/understanding/frustration-weights.ts, and says how good they are on dialogues left out. About a minute.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../src/config/index.ts'
import { projectRoot } from '../src/project-root.ts'
import { evaluateFrustration } from '../src/understanding/evaluation/evaluate-frustration.ts'
import { startMoodReader } from '../src/understanding/evaluation/mood-reader.ts'
import { readFrustrationDialogues } from '../src/understanding/evaluation/mood-rows.ts'
import { playDialogues } from '../src/understanding/evaluation/play-dialogue.ts'
import { fitFrustration, type LabelledDialogue } from '../src/understanding/fit-frustration.ts'
import { updateFrustration } from '../src/understanding/frustration.ts'
import type { FrustrationEvidence } from '../src/understanding/frustration-signs.ts'
import { loadIntents } from '../src/understanding/index.ts'
import { makeRandom, shuffle } from '../src/understanding/random.ts'

const FOLDS = 5
const config = readConfig()
const { intents } = await loadIntents(config.intentsDir)
const inFile = await readFrustrationDialogues(join(projectRoot, 'training', 'dialogues.jsonl'))
const order = Int32Array.from(inFile, (_, i) => i)
shuffle(order, makeRandom(7))
const dialogues = [...order].flatMap((i) => inFile[i] ?? [])
const reader = await startMoodReader({ intents, ...config.encoder, modelDir: config.modelDir, log: () => undefined })
const withReplies = await playDialogues(dialogues, reader, { customerOnly: false })
const customerOnly = await playDialogues(dialogues, reader, { customerOnly: true })
await reader.close()

/** Each dialogue with and without the other side: the weights must not lean on its wording. */
function labelled(isTaught: (i: number) => boolean): LabelledDialogue[] {
  return dialogues
    .map(({ frustrated, from }, i) => ({
      frustrated,
      from: from ?? 1,
      variants: [withReplies[i] ?? [], customerOnly[i] ?? []],
    }))
    .filter((_, i) => isTaught(i))
}

const states = new Map<FrustrationEvidence, ReturnType<typeof fitFrustration>>()
for (let fold = 0; fold < FOLDS; fold++) {
  const weights = fitFrustration(labelled((i) => i % FOLDS !== fold))
  for (const played of [withReplies, customerOnly]) {
    played.forEach((turns, i) => {
      if (i % FOLDS === fold) for (const turn of turns) states.set(turn, weights)
    })
  }
}
for (const [name, played] of Object.entries({ withReplies, customerOnly })) {
  console.log(
    name,
    evaluateFrustration(dialogues, played, (previous, turn) => updateFrustration(previous, turn, states.get(turn))),
  )
}

const { heads, ...rest } = fitFrustration(labelled(() => true))
console.log(rest)
const write = (numbers: readonly number[]) =>
  `\`\n${(numbers.join(' ').match(/.{1,116}(?: |$)/g) ?? []).map((line) => line.trim()).join('\n')}\``
await writeFile(
  join(projectRoot, 'src', 'understanding', 'frustration-weights.ts'),
  `// Written by bench/train-frustration.ts from training/dialogues.jsonl; not to be edited.
import type { FrustrationWeights } from './frustration-signs.ts'

const read = (numbers: string) => numbers.trim().split(/\\s+/).map(Number)

export const FRUSTRATION_WEIGHTS: FrustrationWeights = {
  signs: ${JSON.stringify(rest.signs)},
  carried: ${rest.carried},
  bias: ${rest.bias},
  heads: {
    message: read(${write(heads.message)}),
    reply: read(${write(heads.reply)}),
  },
}
`,
)
