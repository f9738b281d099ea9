import type { Config } from '../config/index.ts'
import { EarshotError } from '../domain/index.ts'
import { evalAnswers } from './eval-answers.ts'
import { evalFaq } from './eval-faq.ts'
import { evalFrustration } from './eval-frustration.ts'
import { evalInstalledIntents, evalIntent } from './eval-intent.ts'
import { evalResolution } from './eval-resolution.ts'
import { evalSatisfaction } from './eval-satisfaction.ts'
import { evalSentiment } from './eval-sentiment.ts'
import { evalTags } from './eval-tags.ts'
import { UsageError } from './usage-error.ts'

type Evaluation = (config: Config, parameters: string[]) => Promise<string>

const EVALUATIONS: Record<string, Evaluation> = {
  intent: evalIntent,
  intents: evalInstalledIntents,
  sentiment: evalSentiment,
  frustration: evalFrustration,
  satisfaction: evalSatisfaction,
  tags: evalTags,
  faq: evalFaq,
  answers: evalAnswers,
  resolution: evalResolution,
}

/** `earshot eval WHAT …`: how good the engine is, on files of the user's own. */
export async function evaluate(config: Config, [what, ...rest]: string[]): Promise<string> {
  const evaluation = what === undefined ? undefined : EVALUATIONS[what]
  if (!evaluation) {
    throw new UsageError(
      `Say what to evaluate: ${Object.keys(EVALUATIONS).join(', ')}. See npm run -s earshot -- help.`,
    )
  }
  try {
    return await evaluation(config, rest)
  } catch (error) {
    // A file that cannot be used is the user's to mend: exit code 2, as for a wrong option.
    if (error instanceof EarshotError && error.kind === 'invalid-request') throw new UsageError(error.message)
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      throw new UsageError(error.message)
    }
    throw error
  }
}
