import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { SHIPPED_RULES, shippedRules } from '../automation/index.ts'
import type { Config } from '../config/index.ts'
import { EarshotError } from '../domain/index.ts'
import { loadArticles } from '../knowledge/index.ts'
import { loadServiceLevels } from '../load-service-levels.ts'
import {
  crossValidateIntents,
  findConfusablePairs,
  findTextProblems,
  loadEntityRules,
  loadIntents,
  locateIntents,
  type Problem,
  readYaml,
} from '../understanding/index.ts'
import { UsageError } from './usage-error.ts'

/** What is wrong or weak in `intents/`, its entities, business hours and service levels, with file and line. Ends with 1 when there is an error among it. */
export async function check(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
  })
  const located = await locateIntents(relative('.', config.intentsDir) || '.').catch(() => {
    throw new UsageError(`${config.intentsDir} cannot be read: EARSHOT_INTENTS_DIR names the folder of the intents.`)
  })
  const { articles, problems: badArticles } = await loadArticles(config.knowledgeDir)
  const problems: Problem[] = findTextProblems(located, new Set(articles.map(({ id }) => id)))
  const known = problems.some(({ kind }) => kind === 'contradiction' || kind === 'duplicate')
  for (const load of [
    () => loadIntents(config.intentsDir),
    () => loadEntityRules(config.intentsDir),
    () => checkServiceLevels(config),
    checkRules,
  ]) {
    const broken = await complaintOf(load())
    if (broken === null || (known && broken.includes('already stands in'))) continue
    const [, file = config.intentsDir, line = '1', message = broken] = /^(.+?):(\d+): (.*)$/s.exec(broken) ?? []
    problems.push({ kind: 'broken', level: 'error', file, line: Number(line), message })
  }
  for (const { file, line, message } of badArticles) {
    problems.push({ kind: 'broken', level: 'error', file, line: line ?? 1, message })
  }
  if (!values.quick && located.length > 1) {
    const rows = located.flatMap(({ name, examples }) => examples.map(({ text }) => ({ text, label: name })))
    const { readings } = await crossValidateIntents(rows, {
      modelDir: config.modelDir,
      ...config.encoder,
      log: () => {},
    })
    problems.push(...findConfusablePairs(located, readings))
  }
  const errors = problems.filter(({ level }) => level === 'error').length
  if (errors > 0) process.exitCode = 1
  if (values.json) return JSON.stringify({ errors, warnings: problems.length - errors, problems })
  return `${[
    ...problems.map(({ file, line, level, message }) => `${relative('.', file)}:${line}: ${level}: ${message}`),
    `${located.length} intents: ${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}.`,
  ].join('\n')}\n`
}

/** What the server would refuse at its start; nothing while the tags themselves cannot be read. */
async function checkServiceLevels({ intentsDir, companyDir, timeZone }: Config): Promise<void> {
  const intents = await loadIntents(intentsDir).catch(() => null)
  if (intents === null) return
  await loadServiceLevels(companyDir, { timeZone, tags: new Set(intents.tags.map(({ name }) => name)) })
}

/** The rules that are shipped. */
const checkRules = () => readYaml(relative('.', SHIPPED_RULES), shippedRules)

/** What a file is refused for, or null. */
async function complaintOf(loading: Promise<unknown>): Promise<string | null> {
  try {
    await loading
    return null
  } catch (error) {
    if (error instanceof EarshotError) return error.message
    throw error
  }
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
