import { parseArgs } from 'node:util'
import type { Config } from '../config/index.ts'
import { readScenarios } from './conversation-script.ts'
import { type Played, playScenario } from './play-scenario.ts'
import { openStage } from './stage.ts'
import { UsageError } from './usage-error.ts'

/** Plays conversation scripts against the installation's own intents and articles. Ends with 1 when one differs. */
export async function converse(config: Config, parameters: string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: parameters,
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (positionals.length === 0) throw new UsageError('Name the scripts: earshot converse FILE.yaml … [--json]')
  // All files are read before anything starts: a bad last one costs no waiting.
  const scenarios = (await Promise.all(positionals.map(readScenarios))).flat()
  const stage = await openStage(config)
  const played: Played[] = []
  try {
    for (const scenario of scenarios) played.push(await playScenario(stage, scenario))
  } finally {
    await stage.close()
  }
  const failed = played.filter((each) => each.failed.length > 0).length
  if (failed > 0) process.exitCode = 1
  if (values.json) return JSON.stringify({ scenarios: played.length, failed, played: played.map(plainly) })
  return `${[...played.map(describePlayed), `${played.length - failed} of ${played.length} as expected.`].join('\n')}\n`
}

/** "✓ name", or "✗ file:line: name" with what differs below it. */
export function describePlayed({ scenario: { name, file, turns }, failed }: Played): string {
  const [first] = failed
  if (!first) return `✓ ${name} (${turns.length} ${turns.length === 1 ? 'turn' : 'turns'})`
  return [
    `✗ ${file}:${first.line}: ${name}`,
    ...failed.flatMap(({ line, said, replied, differences }) => [
      `    ${line}: ${said}`,
      ...differences.map(({ what, expected, was }) => `      ${what}: expected ${expected}, was ${was}`),
      `      replied: ${replied ?? 'nothing'}`,
    ]),
  ].join('\n')
}

const plainly = ({ scenario: { name, file }, failed }: Played) => ({ name, file, failed })
