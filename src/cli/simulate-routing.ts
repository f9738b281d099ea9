import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import type { Config } from '../config/index.ts'
import { EarshotError } from '../domain/index.ts'
import { projectRoot } from '../project-root.ts'
import { comparePolicies, type Load, readLoads, traceFrontier } from '../routing/index.ts'
import { drawFrontier, sayComparison, sayFrontier } from './simulation-report.ts'
import { UsageError } from './usage-error.ts'

const USAGE = 'earshot simulate-routing [--loads FILE] [--seed N] [--runs N] [--frontier FILE.svg] [--json]'

/** Replays workloads with our way of choosing agents and with those of others, on the same customers. */
export async function simulateRouting(config: Config, parameters: string[]): Promise<string> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      loads: { type: 'string' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string' },
      frontier: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const seed = whole('seed', values.seed, 0, 2_147_483_647)
  const runs = values.runs === undefined ? undefined : whole('runs', values.runs, 1, 1000)
  const optionalSkillSeconds = config.optionalSkillMs / 1000
  const options = { seed, runs, weights: config.routingWeights, optionalSkillSeconds }
  if (values.frontier !== undefined && extname(values.frontier) !== '.svg') {
    throw new UsageError(`--frontier must name a file that ends in .svg.\n${USAGE}`)
  }
  const loads = values.loads === undefined ? await shippedLoads() : await readFileOfLoads(values.loads)

  const results = loads.map((load) => ({
    ...comparePolicies(load, options),
    ...(values.frontier === undefined ? {} : { frontier: traceFrontier(load, options) }),
  }))
  if (values.frontier !== undefined) await writeFile(values.frontier, drawFrontier(results))
  if (values.json) return JSON.stringify({ seed, loads: results })
  return results
    .flatMap((result) => [sayComparison(result), ...(result.frontier ? [sayFrontier(result)] : [])])
    .join('\n')
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}.\n${USAGE}`)
}

/** The three that come with the product, by name. */
async function shippedLoads(): Promise<Load[]> {
  const folder = join(projectRoot, 'demo', 'loads')
  const files = (await readdir(folder)).sort()
  return (await Promise.all(files.map((file) => readFileOfLoads(join(folder, file))))).flat()
}

async function readFileOfLoads(file: string): Promise<Load[]> {
  const content = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read.`)
  })
  const value = parseFile(file, content)
  try {
    return readLoads(value, basename(file, extname(file)))
  } catch (error) {
    if (error instanceof EarshotError && error.kind === 'invalid-request')
      throw new UsageError(`${file}: ${error.message}`)
    throw error
  }
}

/** JSON is YAML too, but a parser that knows it is faster and says better where it is broken. */
function parseFile(file: string, content: string): unknown {
  try {
    return extname(file) === '.json' ? JSON.parse(content) : parse(content)
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  }
}
