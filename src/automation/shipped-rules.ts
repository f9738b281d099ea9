import { join } from 'node:path'
import { z } from 'zod'
import type { Database, RuleActionKind } from '../domain/index.ts'
import { projectRoot } from '../project-root.ts'
import { ruleSchema } from './rule-schema.ts'
import { insertRule, lockRules } from './rule-store.ts'

export const SHIPPED_RULES = join(projectRoot, 'src/automation/default-rules.yaml')

export const shippedRules = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be small letters, digits and hyphens'),
    /** Whether it is on from the start. */
    on: z.boolean(),
    rule: ruleSchema,
  }),
)

/** Reads a YAML file by a schema; throws a sentence with file and line. Handed in: the reader is at home elsewhere. */
export type ReadYaml = <Schema extends z.ZodType>(file: string, schema: Schema) => Promise<{ value: z.output<Schema> }>

/**
 * Puts the shipped rules that were never here into the database, each once, whatever became of it since. One that needs
 * what this server can't do waits until it can. Returns the ids that were added.
 */
export async function loadShippedRules(
  database: Database,
  readYaml: ReadYaml,
  available: ReadonlySet<RuleActionKind>,
  file = SHIPPED_RULES,
): Promise<string[]> {
  const { value: shipped } = await readYaml(file, shippedRules)
  const possible = shipped.filter(({ rule }) => rule.actions.every(({ kind }) => available.has(kind)))
  return database.transaction(async (tx) => {
    await lockRules(tx)
    const added: string[] = []
    for (const { id, on, rule } of possible) {
      if (await insertRule(tx, { content: rule, enabled: on, authorId: null, shippedAs: id })) added.push(id)
    }
    return added
  })
}
