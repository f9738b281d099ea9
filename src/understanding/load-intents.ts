import { basename, join } from 'node:path'
import { z } from 'zod'
import { FLOW_NAMES } from '../domain/flow.ts'
import type { IntentDefinition, TagDefinition } from '../domain/intent.ts'
import { PRIORITIES } from '../domain/priority.ts'
import { listYaml, readYaml } from './yaml-file.ts'

/** Files of the folder that describe something other than an intent. */
const NOT_INTENTS = new Set(['tags.yaml', 'entities.yaml', 'products.yaml'])

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower case letters, digits and _')
const tagName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and -')
const sentence = z.string().trim().min(1, 'must not be empty').max(300)

const serve = z.union(
  [
    z.strictObject({ article: z.string().min(1) }),
    z.strictObject({ reply: z.string().min(1).max(1000), again: z.string().min(1).max(1000).optional() }),
    z.strictObject({ nothing: z.literal(true) }),
    z.strictObject({ person: z.literal(true), article: z.string().min(1).optional() }),
    z.strictObject({ flow: z.enum(FLOW_NAMES), article: z.string().min(1).optional() }),
  ],
  {
    error: `must be { article: … }, { reply: … }, { person: true }, { flow: … } or { nothing: true }; flows are ${FLOW_NAMES.join(', ')}`,
  },
)

const intentFile = z.strictObject({
  name,
  title: sentence,
  description: sentence,
  tags: z.array(tagName).min(1, 'must name at least one tag'),
  skill: z.string().min(1),
  optionalSkills: z.array(z.string().min(1)).max(5, 'must name at most 5 skills').default([]),
  priority: z.enum(PRIORITIES, { error: `must be one of ${PRIORITIES.join(', ')}` }),
  serve,
  examples: z.array(z.string().trim().min(1).max(4000)).min(5, 'must hold at least 5 examples'),
})

const tagsFile = z.array(
  z.strictObject({
    name: tagName,
    description: sentence,
    colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #4A6FA5'),
    parent: tagName.optional(),
  }),
)

/**
 * Reads `tags.yaml` and the file of every intent, in alphabetical order. A bad file throws an `invalid-request` error
 * that names file, line and field; a missing folder or one without intents gives empty lists.
 */
export async function loadIntents(folder: string): Promise<{ intents: IntentDefinition[]; tags: TagDefinition[] }> {
  const files = await listYaml(folder)
  const tags: TagDefinition[] = []
  const intents: IntentDefinition[] = []
  if (files.includes('tags.yaml')) {
    const { value, complain } = await readYaml(join(folder, 'tags.yaml'), tagsFile)
    const fault = findTagFault(value)
    if (fault) throw complain(fault.path, fault.message)
    tags.push(...value)
  }
  const knownTags = new Set(tags.map((tag) => tag.name))
  const owners = new Map<string, string>()
  for (const file of files) {
    if (NOT_INTENTS.has(file)) continue
    const { value: intent, complain } = await readYaml(join(folder, file), intentFile)
    if (intent.name !== basename(file).replace(/\.ya?ml$/, '')) {
      throw complain(['name'], `is "${intent.name}", but the file is called ${file}`)
    }
    intent.tags.forEach((tag, i) => {
      if (!knownTags.has(tag)) throw complain(['tags', i], `names the tag "${tag}", which tags.yaml does not have`)
    })
    intent.examples.forEach((example, i) => {
      const owner = owners.get(example.toLowerCase())
      if (owner) throw complain(['examples', i], `"${example}" already stands in ${owner}`)
      owners.set(example.toLowerCase(), file)
    })
    intents.push(intent)
  }
  return { intents, tags }
}

/** The first tag that stands twice, names a parent that is not there, or is among its own parents; null when none is. */
function findTagFault(tags: readonly TagDefinition[]): { path: (string | number)[]; message: string } | null {
  const parents = new Map(tags.map(({ name, parent }) => [name, parent]))
  for (const [i, { name, parent }] of tags.entries()) {
    if (tags.findIndex((tag) => tag.name === name) < i) return { path: [i, 'name'], message: `"${name}" stands twice` }
    if (parent === undefined) continue
    if (!parents.has(parent)) {
      return { path: [i, 'parent'], message: `names the tag "${parent}", which tags.yaml does not have` }
    }
    const line = [name]
    for (let next: string | undefined = parent; next !== undefined; next = parents.get(next)) {
      line.push(next)
      if (next === name) return { path: [i, 'parent'], message: `goes in a circle: ${line.join(', ')}` }
      if (line.indexOf(next) < line.length - 1) break
    }
  }
  return null
}
