/** Thresholds of `decide`. All are probabilities, 0 to 1, unless the name says otherwise; a value at the threshold counts. */
export interface Policy {
  /** The least chance at which an article is given as the answer. */
  answerAt: number
  /** The least chance at which a task is begun: stepping out of one costs the customer more than skipping an article. */
  startFlowAt: number
  /** The same where the message names an order: whoever gives its number wants something done with it. */
  startFlowWithOrderAt: number
  /** Two articles closer than this are asked about instead of guessed. */
  clarifyMargin: number
  /** The least chance at which a second article counts as a rival in a near tie. */
  plausibleAt: number
  /** The least chance at which an article is offered when nothing is good enough to answer. */
  weakAt: number
  /** The least chance at which a question in the middle of a flow, or while a person is awaited, is answered. */
  interruptAt: number
  /** The same where a flow asked for a choice or a yes and nothing looks like a question: the words may be about that. */
  interruptUnaskedAt: number
  /** Low, because a request for a person that is missed costs more than one granted too soon. */
  askedForPersonAt: number
  personIntentAt: number
  /** For intents of priority urgent: danger and accounts broken into are better handed over once too often. */
  urgentIntentAt: number
  smallTalkAt: number
  /** Confidence from which another language than English is believed. */
  languageAt: number
  /** Confidence from which a negative sentiment changes the wording. */
  acknowledgeAt: number
  /** The least chance at which an intent lends its skill and priority to an escalation. */
  topicAt: number
  /** The least chance at which a passage is suggested to an agent. */
  suggestAt: number
  /** Failed turns in a row, this one included, after which a person is asked. */
  failedAttemptsAllowed: number
  /** Turns in a row without anything new, this one included, after which a person is offered. */
  turnsWithoutProgressAllowed: number
  answerMaxWords: number
  /** Skill of an escalation whose subject is not known. */
  defaultSkill: string
}

export const DEFAULT_POLICY: Policy = {
  // A judged chance (judge.ts) is cautious; what each threshold gives stands in docs/benchmarks.md.
  answerAt: 0.18,
  startFlowAt: 0.55,
  startFlowWithOrderAt: 0.38,
  // Rasa's fallback classifier has 0.1; 0.07 gave more right answers on both sets of questions and no more wrong ones.
  clarifyMargin: 0.07,
  plausibleAt: 0.12,
  weakAt: 0.05,
  interruptAt: 0.5,
  interruptUnaskedAt: 0.8,
  askedForPersonAt: 0.4,
  personIntentAt: 0.55,
  urgentIntentAt: 0.4,
  smallTalkAt: 0.6,
  languageAt: 0.6,
  acknowledgeAt: 0.5,
  topicAt: 0.3,
  suggestAt: 0.2,
  failedAttemptsAllowed: 3,
  turnsWithoutProgressAllowed: 4,
  answerMaxWords: 90,
  defaultSkill: 'general',
}
