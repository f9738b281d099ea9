import { type IntentDefinition, PERSON_INTENT, type Understanding } from '../domain/index.ts'

/**
 * Skills that would help with a ticket besides the required one: those its intent wishes for, then those of the other
 * matters that customers put into the same messages.
 */
export function wishedSkills(
  { requiredSkill, intent }: { requiredSkill: string; intent: string | null },
  readings: readonly (Understanding | null)[],
  intents: ReadonlyMap<string, IntentDefinition>,
): string[] {
  const own = intent === null ? [] : (intents.get(intent)?.optionalSkills ?? [])
  const others = readings
    .flatMap((reading) => reading?.clauses ?? [])
    .flatMap((clause) => {
      const other = intents.get(clause.intent)
      // That a person was asked for is no matter that a person is needed for.
      return other && other.name !== PERSON_INTENT && !('reply' in other.serve) ? [other.skill] : []
    })
  return [...new Set([...own, ...others])].filter((skill) => skill !== requiredSkill)
}
