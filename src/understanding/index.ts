/**
 * What a customer message means: intents, sentiment, emotions, urgency, language and entities, each with its reasons.
 * One encoding of the text by all-MiniLM-L6-v2 in a worker thread feeds every head; words and character n-grams stand
 * beside it, and take over when the encoder cannot be loaded. Frustration is carried from message to message.
 */
export { findConfusablePairs, findTextProblems, type Problem } from './check/find-problems.ts'
export { locateIntents } from './check/locate-intents.ts'
export { loadEntityRules } from './entities/load-entity-rules.ts'
export { crossValidateIntents } from './evaluation/cross-validate.ts'
export { evaluateFrustration, type FrustrationEvaluation } from './evaluation/evaluate-frustration.ts'
export {
  type EvaluationResult,
  evaluateIntents,
  type IntentEvaluation,
} from './evaluation/evaluate-intents.ts'
export { evaluateSatisfaction } from './evaluation/evaluate-satisfaction.ts'
export { evaluateSentiment, type SentimentEvaluation } from './evaluation/evaluate-sentiment.ts'
export { evaluateTags, type TagEvaluation } from './evaluation/evaluate-tags.ts'
export { readRows } from './evaluation/json-rows.ts'
export { areaUnderCurve } from './evaluation/metrics.ts'
export { type MoodReader, startMoodReader } from './evaluation/mood-reader.ts'
export { readFrustrationDialogues, readRatedDialogues, readSentimentRows } from './evaluation/mood-rows.ts'
export { playDialogues } from './evaluation/play-dialogue.ts'
export { readLabelledRows } from './evaluation/read-rows.ts'
export { drawReliability } from './evaluation/reliability-plot.ts'
export type { SatisfactionMetrics } from './evaluation/satisfaction-metrics.ts'
export { readTaggedRows } from './evaluation/tag-rows.ts'
export {
  FRUSTRATION_CALM,
  FRUSTRATION_HIGH,
  type FrustrationEvidence,
  updateFrustration,
} from './frustration.ts'
export { loadIntents } from './load-intents.ts'
export { predictSatisfaction } from './satisfaction/predict.ts'
export { startUnderstanding, type Understander, type UnderstandingOptions } from './start.ts'
export { readYaml } from './yaml-file.ts'
