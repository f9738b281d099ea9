import { addRows } from './add-rows.ts'
import { arrange } from './row-order.ts'
import { type IntentExamples, type IntentModel, makeModel, type SolvedIntents } from './train.ts'

/** Each costs a solution of the whole system; more are as well learned by a training. */
const MAX_ADDED = 64

/**
 * What a training with `examples` would give, within a fraction of its time and but for two things: rounding, and the
 * calibration, which is still the last training's. Null unless the examples are those of the last training with 1 to 64
 * more among them, of the same intents.
 */
export async function growIntentModel(
  { names, texts, system, places, ...known }: SolvedIntents,
  examples: IntentExamples,
): Promise<IntentModel | null> {
  if (examples.names.join('\n') !== names.join('\n') || texts.length === 0) return null
  const grownPlaces = new Int32Array(examples.texts.length)
  const added: number[] = []
  let next = 0
  examples.texts.forEach(({ text, intent }, index) => {
    if (texts[next]?.text === text && texts[next]?.intent === intent) {
      grownPlaces[index] = places[next] ?? 0
      next += 1
    } else {
      grownPlaces[index] = system.rows.length + added.length
      added.push(index)
    }
  })
  if (next < texts.length || added.length === 0 || added.length > MAX_ADDED) return null
  const rows = added.flatMap((index) => examples.rows[index] ?? [])
  if (rows.some(({ focus }) => system.hasVectors && focus === null)) return null
  const machine = await addRows(
    system,
    rows.map((row) => ({ ...row, isName: false })),
  )
  return makeModel(names, examples.texts, examples.rows, { machine: arrange(machine, grownPlaces), ...known })
}
