import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenarios } from '../../src/cli/conversation-script.ts'
import { describePlayed } from '../../src/cli/converse.ts'
import { playScenario } from '../../src/cli/play-scenario.ts'
import { openStage, type Stage } from '../../src/cli/stage.ts'
import { readConfig } from '../../src/config/index.ts'
import { projectRoot } from '../../src/project-root.ts'
import { SHARED_DATA_DIR } from '../support/shared-data.ts'

const folder = join(projectRoot, 'test', 'dialogue', 'scripts')
const files = readdirSync(folder).map((file) => join(folder, file))
const scenarios = (await Promise.all(files.map(readScenarios))).flat()
let stage: Stage

beforeAll(async () => {
  stage = await openStage(readConfig({ EARSHOT_DATA_DIR: SHARED_DATA_DIR }))
}, 120_000)
afterAll(() => stage?.close())

describe('conversations of the demo company', () => {
  it('are at least sixty, ten of them in languages that are not covered', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(60)
    const foreign = scenarios.filter(({ file }) => file.endsWith('other-languages.yaml'))
    expect(foreign.length).toBeGreaterThanOrEqual(10)
  })

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const played = await playScenario(stage, scenario)
    if (played.failed.length > 0) expect.fail(describePlayed(played))
  })
})
