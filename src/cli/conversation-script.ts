import { readFile } from 'node:fs/promises'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { OWNERS, SENTIMENTS } from '../domain/index.ts'
import { UsageError } from './usage-error.ts'

const line = z.string().min(1).max(4000)
const oneOrMore = z
  .union([line, z.array(line).min(1)], { error: 'must be text or a list of texts' })
  .transform((value) => [value].flat())
const KINDS = ['answer', 'clarify', 'escalate', 'wait', 'assist', 'silent', 'flow'] as const

/** What a turn must come to; only what is named is checked. A list of texts means all of them, of kinds any of them. */
const expectations = z.strictObject({
  decision: z.union([z.enum(KINDS), z.array(z.enum(KINDS)).min(1)]).optional(),
  reason: oneOrMore.optional(),
  /** Ids of the articles the reply names, all of them and no other; `none` for a reply without. */
  source: oneOrMore.optional(),
  /** Who owns the conversation afterwards. */
  state: z.enum(OWNERS).optional(),
  /** Parts of what the customer reads; upper and lower case are the same. */
  text: oneOrMore.optional(),
  textWithout: oneOrMore.optional(),
  /** `false`: the customer hears nothing. */
  reply: z.boolean().optional(),
  /** Options and quick replies that must be among those offered. */
  quickReplies: oneOrMore.optional(),
  intent: oneOrMore.optional(),
  /** `unknown`: the message could not be read. */
  sentiment: z.enum([...SENTIMENTS, 'unknown']).optional(),
  language: line.optional(),
  /** Language the ticket asks an agent for. */
  ticketLanguage: line.optional(),
  /** Name and step of the task under way. */
  flow: line.optional(),
  step: line.optional(),
  /** Parts of the summary in the packet for the agent. */
  summary: oneOrMore.optional(),
})
export type Expectations = z.output<typeof expectations>

const turn = z.union(
  [
    z.strictObject({ says: z.string().max(4000), expects: expectations.default({}) }),
    z.strictObject({
      agent: z.union([z.enum(['accepts', 'returns', 'resolves']), z.strictObject({ says: line })]),
      expects: expectations.pick({ state: true }).optional(),
    }),
  ],
  { error: 'must have says (with expects) or agent (accepts, returns, resolves or { says: … })' },
)
export type Turn = z.output<typeof turn>

const scriptFile = z.array(z.strictObject({ name: line, turns: z.array(turn).min(1, 'must hold at least one turn') }), {
  error: 'must be a list of scenarios, each with name and turns',
})

export interface Scenario {
  name: string
  file: string
  turns: (Turn & { line: number })[]
}

/** The scenarios of one file. Throws UsageError with file and line when it can't be used. */
export async function readScenarios(file: string): Promise<Scenario[]> {
  const content = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read.`)
  })
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines })
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1))
  }
  const [broken] = document.errors
  if (broken) {
    throw new UsageError(`${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`)
  }
  const result = scriptFile.safeParse(document.toJS())
  if (!result.success) {
    const { path, message } = deepest(result.error.issues[0])
    const field = path.length > 0 ? path.join('.') : 'the file'
    throw new UsageError(`${file}:${lineOf(path)}: ${field}: ${message}.`)
  }
  return result.data.map(({ name, turns }, at) => ({
    name,
    file,
    turns: turns.map((each, i) => ({ ...each, line: lineOf([at, 'turns', i]) })),
  }))
}

/** What is wrong within the part of a union that the turn was meant to be. */
function deepest(issue: z.core.$ZodIssue | undefined): { path: PropertyKey[]; message: string } {
  if (!issue) return { path: [], message: 'is not valid' }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find(([first]) => first && (first.path.length > 0 || first.code === 'unrecognized_keys'))
    const inner = meant?.find(({ path }) => path.length > 1) ?? meant?.find(({ code }) => code === 'unrecognized_keys')
    if (inner) {
      const found = deepest(inner)
      return { path: [...issue.path, ...found.path], message: found.message }
    }
  }
  if (issue.code === 'unrecognized_keys') {
    return { path: [...issue.path], message: `${issue.keys.join(', ')} is not a field here` }
  }
  return { path: [...issue.path], message: issue.message }
}
