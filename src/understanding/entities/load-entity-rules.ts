import { join } from 'node:path'
import { z } from 'zod'
import { type Complain, listYaml, readYaml } from '../yaml-file.ts'
import { type EntityPattern, groupsOfTemplate, makeFindPattern } from './find-pattern.ts'
import { isQuick } from './probe-expression.ts'
import { type Product, wordsOfName } from './product-names.ts'

/** What an installation says of its own entities. */
export interface EntityRules {
  patterns: EntityPattern[]
  products: Product[]
}

/** Kinds the product finds without being told; a pattern may not take their names. */
const BUILT_IN = new Set(['email', 'phone', 'amount', 'date', 'product'])

const sentence = z.string().trim().min(1, 'must not be empty').max(300)

const patternsFile = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower case letters, digits and _'),
    description: sentence,
    patterns: z.array(z.string().min(1).max(500)).min(1, 'must hold at least one regular expression').max(20),
    value: z.string().min(1).max(100).default('{match}'),
    case: z.enum(['upper', 'lower', 'keep'], { error: 'must be upper, lower or keep' }).default('keep'),
    examples: z.strictObject({
      match: z.array(z.strictObject({ text: sentence, value: z.string() })).min(1, 'must hold at least one example'),
      never: z.array(sentence).default([]),
    }),
  }),
  { error: 'must be a list' },
)

const productsFile = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower case letters, digits and -'),
    name: sentence,
    aliases: z.array(sentence).default([]),
  }),
  { error: 'must be a list' },
)

/**
 * Reads `entities.yaml` and `products.yaml` of the folder; a file that isn't there declares nothing. A bad one throws
 * an `invalid-request` error that names file, line and field.
 */
export async function loadEntityRules(folder: string): Promise<EntityRules> {
  const files = await listYaml(folder)
  const read = async <T>(file: string, load: (path: string) => Promise<T[]>) =>
    files.includes(file) ? load(join(folder, file)) : []
  return { patterns: await read('entities.yaml', loadPatterns), products: await read('products.yaml', loadProducts) }
}

async function loadPatterns(file: string): Promise<EntityPattern[]> {
  const { value: rows, complain } = await readYaml(file, patternsFile)
  return rows.map((row, i) => {
    if (BUILT_IN.has(row.name)) throw complain([i, 'name'], `is "${row.name}", a kind that is always found`)
    if (rows.findIndex(({ name }) => name === row.name) < i) throw complain([i, 'name'], 'stands twice')
    const expressions = row.patterns.map((source, j) =>
      compile(source, row, (reason) => complain([i, 'patterns', j], reason)),
    )
    const { name, description, value, examples } = row
    const pattern = { name, description, expressions, value, case: row.case, example: examples.match[0]?.value ?? '' }
    tryExamples(pattern, row.examples, (path, reason) => complain([i, 'examples', ...path], reason))
    return pattern
  })
}

type Row = z.output<typeof patternsFile>[number]

function compile(source: string, { value, examples }: Row, complain: (reason: string) => Error): RegExp {
  let expression: RegExp
  try {
    expression = new RegExp(source, 'giu')
  } catch (error) {
    throw complain(`is not a regular expression: ${error instanceof Error ? error.message : error}`)
  }
  for (const group of groupsOfTemplate(value)) {
    if (group === 'match' || source.includes(`(?<${group}>`)) continue
    throw complain(`has no group (?<${group}>…), which the value "${value}" needs`)
  }
  const texts = examples.match.map(({ text }) => text)
  if (!isQuick(expression, texts)) {
    throw complain('is too slow on long texts; avoid repetitions inside or next to each other that fit the same text')
  }
  return expression
}

function tryExamples(pattern: EntityPattern, { match, never }: Row['examples'], complain: Complain): void {
  const find = makeFindPattern(pattern)
  match.forEach(({ text, value }, i) => {
    const values = find(text).map((finding) => finding.value)
    if (values.includes(value)) return
    const instead = values.length > 0 ? `; it gives ${values.join(', ')}` : '; nothing is found'
    throw complain(['match', i], `"${text}" must give ${value}${instead}`)
  })
  never.forEach((text, i) => {
    const [finding] = find(text)
    if (finding) throw complain(['never', i], `"${text}" must give nothing; it gives ${finding.value}`)
  })
}

async function loadProducts(file: string): Promise<Product[]> {
  const { value: products, complain } = await readYaml(file, productsFile)
  const owners = new Map<string, string>()
  const ids = new Set<string>()
  products.forEach((product, i) => {
    if (ids.has(product.id)) throw complain([i, 'id'], `"${product.id}" stands twice`)
    ids.add(product.id)
    const names = [
      { path: [i, 'name'], name: product.name },
      ...product.aliases.map((name, j) => ({ path: [i, 'aliases', j], name })),
    ]
    for (const { path, name } of names) {
      const key = wordsOfName(name).join(' ')
      const owner = owners.get(key)
      if (key === '') throw complain(path, 'holds no letter and no digit')
      if (owner !== undefined) throw complain(path, `"${name}" already names ${owner}`)
      owners.set(key, product.id)
    }
  })
  return products
}
