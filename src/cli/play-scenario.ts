import type { Scenario } from './conversation-script.ts'
import { type Difference, judgeTurn } from './judge-turn.ts'
import type { Stage } from './stage.ts'

export interface Played {
  scenario: Scenario
  /** Empty when every turn came to what was expected. */
  failed: { line: number; said: string; replied: string | null; differences: Difference[] }[]
}

/** Plays a scenario to its end with a customer of its own, and keeps every turn that differs. */
export async function playScenario(stage: Stage, scenario: Scenario): Promise<Played> {
  const actor = await stage.enter()
  const failed: Played['failed'] = []
  for (const turn of scenario.turns) {
    if ('says' in turn) {
      const result = await actor.say(turn.says)
      const differences = judgeTurn(turn.expects, result)
      if (differences.length > 0) {
        failed.push({ line: turn.line, said: turn.says, replied: result.reply?.text ?? null, differences })
      }
      continue
    }
    const said = typeof turn.agent === 'string' ? `(the agent ${turn.agent})` : `(agent) ${turn.agent.says}`
    const { owner } = await actor.agentDoes(turn.agent)
    const state = turn.expects?.state
    if (state !== undefined && owner !== state) {
      const differences = [{ what: 'state', expected: state, was: owner }]
      failed.push({ line: turn.line, said, replied: null, differences })
    }
  }
  return { scenario, failed }
}
