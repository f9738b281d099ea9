import { ASKED_FOR_PERSON, type Frustration } from '../domain/understanding.ts'
import {
  clamp,
  type FrustrationEvidence,
  type FrustrationWeights,
  readSigns,
  SIGNS,
  type Sign,
} from './frustration-signs.ts'
import { FRUSTRATION_WEIGHTS } from './frustration-weights.ts'

export type { FrustrationEvidence } from './frustration-signs.ts'

/** High from the upper threshold on, calm again only below the lower one; between them it stays what it was. */
export const FRUSTRATION_HIGH = 0.6
export const FRUSTRATION_CALM = 0.4

const MAX_DRIVERS = 4
/** Of the logit: less than this moves the value by a few hundredths. */
const MIN_EFFECT = 0.15

/** The state after one more customer message. Monotone: no sign of trouble lowers it, no sign of ease raises it. */
export function updateFrustration(
  previous: Frustration,
  evidence: FrustrationEvidence,
  weights: FrustrationWeights = FRUSTRATION_WEIGHTS,
): Frustration {
  const signs = readSigns(evidence, weights.heads)
  const logit = SIGNS.reduce(
    (sum, sign) => sum + weights.signs[sign] * signs[sign],
    weights.bias + weights.carried * clamp(previous.value),
  )
  const value = Math.round(1000 / (1 + Math.exp(-logit))) / 1000
  return {
    value,
    high: value >= FRUSTRATION_HIGH || (previous.high && value >= FRUSTRATION_CALM),
    drivers: nameDrivers(signs, evidence, weights),
  }
}

/** What raised it most in this turn, strongest first; two signs with the same words count together. */
function nameDrivers(
  signs: Record<Sign, number>,
  evidence: FrustrationEvidence,
  weights: FrustrationWeights,
): string[] {
  const effects = new Map<string, number>()
  for (const sign of SIGNS) {
    const words = wordsFor(sign, evidence)
    const effect = weights.signs[sign] * signs[sign]
    if (words !== null && effect > 0) effects.set(words, (effects.get(words) ?? 0) + effect)
  }
  return [...effects]
    .filter(([, effect]) => effect >= MIN_EFFECT)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_DRIVERS)
    .map(([words]) => words)
}

/** Null for what is no reason by itself. */
function wordsFor(sign: Sign, { failedAttempts, waitingMs }: FrustrationEvidence): string | null {
  switch (sign) {
    case 'unhappy':
    case 'veryUnhappy':
      return 'unhappy words'
    case 'lateUnhappy':
    case 'lateFrustrated':
      return 'still unhappy after several messages'
    case 'anger':
      return 'angry tone'
    case 'frustration':
    case 'weary':
      return 'frustrated tone'
    case 'disappointment':
      return 'disappointed tone'
    case 'worry':
      return 'worried tone'
    case 'repetition':
      return 'asked the same thing again'
    case 'failed':
      return failedAttempts === 1 ? 'one answer did not help' : `${failedAttempts} answers did not help`
    case 'replyMisses':
    case 'replyRepeats':
      return 'the reply missed the point'
    case 'asksForPerson':
    case 'wantsHuman':
      return ASKED_FOR_PERSON
    case 'waiting':
      return waitingMs < 120_000 ? 'waiting for a minute' : `waiting for ${Math.floor(waitingMs / 60_000)} minutes`
    case 'timeLost':
      return 'speaks of lost time'
    case 'again':
      return 'speaks of another attempt'
    case 'alreadyTold':
      return 'has told it before'
    case 'givesUp':
    case 'resigned':
      return 'is about to give up'
    case 'threatens':
      return 'speaks of leaving or of legal steps'
    case 'pleads':
      return 'pleads for help'
    case 'ironic':
      return 'sounds ironic'
    case 'capitals':
      return 'writes in capitals'
    case 'loudMarks':
      return 'many exclamation or question marks'
    case 'profanity':
      return 'strong language'
    case 'follows':
    case 'happy':
    case 'kind':
    case 'settled':
    case 'playful':
    case 'patient':
    case 'replyHelps':
      return null
  }
}
