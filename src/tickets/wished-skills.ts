import type { IntentDefinition, Understanding } from '../domain/index.ts'

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
      return other && !('reply' in other.serve) ? [other.skill] : []
    })
  return [...new Set([...own, ...others])].filter((skill) => skill !== requiredSkill)
}
