import { EMOTIONS, SENTIMENTS } from '../../domain/understanding.ts'
import type { MoodFeatures } from './features.ts'
import { logistic, type Net, openNet, openNetInSteps, softmax } from './net.ts'

export const SIDES = ['negative', 'neutral', 'positive'] as const
export type Side = (typeof SIDES)[number]
/** For each of the five levels the index of its side. */
export const SIDE_OF_LEVEL = [0, 0, 1, 2, 2] as const
export const FEELINGS = EMOTIONS.filter((emotion) => emotion !== 'none')
/** Outputs of the heads that speak: five levels, the feelings, urgency. */
export const SPOKEN_OUTPUTS = SENTIMENTS.length + FEELINGS.length + 1

/**
 * Two experts and a gate, all reading the vector of the message, its tone and its hashed words.
 * `general` learned three sides and 28 emotions on Reddit comments; `service` learned Earshot's five levels, feelings and
 * urgency on customer messages, with what the general expert says among its inputs; the gate says from the text how much
 * it is a customer's message. `lexical` is for messages without a vector.
 */
export interface MoodModel {
  general: Net
  service: Net
  gate: Net
  lexical: Net
  settings: MoodSettings
}

export interface MoodSettings {
  /** Logits are divided by these; fitted on held-out rows. */
  temperatures: { general: number; levels: number; feelings: number; lexicalLevels: number; lexicalFeelings: number }
  /** Added to the general expert's logits by side; fitted for macro-F1 on the development part. */
  sideBias: readonly number[]
  /** Added to the gate's logit: above 0 the service expert is heard more. */
  gateBias: number
}

export interface MoodOutputs {
  /** Five probabilities, very negative first. */
  levels: Float32Array
  /** A probability for each of FEELINGS, then urgency; each for itself. */
  feelings: Float32Array
  /** How far the text reads like a customer's message, 0 to 1; 1 without a vector. */
  service: number
}

/** A unit vector's numbers are about 0.05 each; the nets train best on inputs nearer to 1. */
const VECTOR_SCALE = 6
const EMOTION_SCALE = 0.25

export function denseInput(vector: Float32Array, { cues }: MoodFeatures): Float32Array {
  const dense = new Float32Array(vector.length + cues.length)
  for (let j = 0; j < vector.length; j++) dense[j] = (vector[j] ?? 0) * VECTOR_SCALE
  dense.set(cues, vector.length)
  return dense
}

/** What the service expert reads: the dense input, the general expert's sides, and its 28 emotions. */
export function serviceInput(dense: Float32Array, general: Float32Array): Float32Array {
  const input = new Float32Array(dense.length + general.length)
  input.set(dense)
  input.set(softmax(general.subarray(0, SIDES.length)), dense.length)
  const emotions = general.subarray(SIDES.length).map((logit) => logit * EMOTION_SCALE)
  input.set(emotions, dense.length + SIDES.length)
  return input
}

/** The words at once, the vector when it is there; null without the encoder. */
export type BeginMood = (features: MoodFeatures) => (vector: Float32Array | null) => MoodOutputs

export function openMood({ settings, ...nets }: MoodModel): BeginMood {
  const { temperatures, sideBias, gateBias } = settings
  const [beginGeneral, beginService, beginGate] = [
    openNetInSteps(nets.general),
    openNetInSteps(nets.service),
    openNetInSteps(nets.gate),
  ]
  const runLexical = openNet(nets.lexical)
  return (features) => {
    const { sparse } = features
    const [runGeneral, runService, runGate] = [beginGeneral(sparse), beginService(sparse), beginGate(sparse)]
    return (vector) => {
      if (!vector) {
        const said = runLexical({ dense: features.cues, sparse })
        return { ...speak(said, temperatures.lexicalLevels, temperatures.lexicalFeelings), service: 1 }
      }
      const dense = denseInput(vector, features)
      const general = runGeneral(dense)
      const said = runService(serviceInput(dense, general))
      const service = logistic((runGate(dense)[0] ?? 0) + gateBias)
      const { levels, feelings } = speak(said, temperatures.levels, temperatures.feelings)
      const sides = softmax(
        general.subarray(0, SIDES.length).map((logit, side) => logit / temperatures.general + (sideBias[side] ?? 0)),
      )
      return { levels: blend(levels, sides, service), feelings, service }
    }
  }
}

function speak(said: Float32Array, levelTemperature: number, feelingTemperature: number) {
  return {
    levels: softmax(said.subarray(0, SENTIMENTS.length).map((logit) => logit / levelTemperature)),
    feelings: said.subarray(SENTIMENTS.length).map((logit) => logistic(logit / feelingTemperature)),
  }
}

/** The sides are mixed by the gate; within a side the service expert alone tells weak from strong. */
function blend(levels: Float32Array, sides: Float32Array, service: number): Float32Array {
  const own = sumBySide(levels)
  return levels.map((probability, level) => {
    const side = SIDE_OF_LEVEL[level] ?? 1
    const mixed = service * (own[side] ?? 0) + (1 - service) * (sides[side] ?? 0)
    return (mixed * probability) / Math.max(own[side] ?? 0, 1e-9)
  })
}

/** Probabilities of negative, neutral, positive. */
export function sumBySide(levels: Float32Array): Float32Array {
  const sides = new Float32Array(SIDES.length)
  levels.forEach((probability, level) => {
    const side = SIDE_OF_LEVEL[level] ?? 1
    sides[side] = (sides[side] ?? 0) + probability
  })
  return sides
}
