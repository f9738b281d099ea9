import { type Frustration, PRIORITIES, type Priority, type SentimentReading } from '../domain/index.ts'

export interface PriorityInput {
  /** The intent's own, or `normal` when there is none. */
  intentPriority: Priority
  /** Title of that intent, for the reasons; null when none was understood. */
  intentTitle: string | null
  frustration: Frustration
  /** Of the message that led here; null when it was not understood. */
  sentiment: SentimentReading | null
  /** 0 to 1, as the models read it; null when they could not. */
  urgency: number | null
  /** The message that led here. */
  text: string
  /** Why the customer counts as valued, in words; null for everybody else. */
  valued: string | null
}

/** A priority with every reason for it, in words. */
export interface Rank {
  priority: Priority
  reasons: string[]
}

/** After so many minutes of waiting a ticket is worth one step more, and after so many another. */
export const WAITING_STEPS_MINUTES = [15, 45] as const

/** From this frustration on the ticket moves up one step, and from the second value on two. */
export const FRUSTRATION_STEPS = [0.6, 0.9] as const
/** From this confidence on "very negative" counts like a first step of frustration. */
export const VERY_NEGATIVE_CONFIDENCE = 0.6
/**
 * From this reading of urgency on the ticket moves up one step; from the second when the message has a word of time too.
 * Such a word alone says little: "no rush, tomorrow will do".
 */
export const URGENCY_STEPS = { alone: 0.5, withWord: 0.25 } as const

/** Words by which customers say that time matters; the first that is found is named in the reasons. */
const URGENT_WORDS =
  /\b(urgent(?:ly)?|asap|immediately|right now|right away|emergency|today|tonight|tomorrow|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|deadline)\b/i
/** Customers who say that it can wait; they often say so with the very words above, and the models hear those. */
const PATIENT_WORDS =
  /\b(?:not|isn'?t|is not|nothing|never|hardly)\s+(?:\w+\s+){0,2}?urgent\b|\bno (?:rush|hurry|urgency)\b|\b(?:not|am not|i'?m not) in (?:a|any) (?:rush|hurry)\b|\btake your time\b|\bwhen(?:ever)? (?:you|somebody|someone) (?:have|has|finds?|get|gets) (?:the |a |some )?(?:time|moment|minute|round to it)\b|\bwhenever (?:it )?suits\b/i
/** Danger to people: urgent whatever the rest says. Things named after smoke and fire, and what only booms, are none. */
const DANGER_WORDS =
  /\b(on fire|caught fire|smok(?:e|es|ing)(?![- ](?:alarm|detector|sensor|machine|free|gr[ae]y|colou?r|test))|burn(?:s|ed|t|ing)(?! (?:question|through))|electric shock|swollen battery|explo(?:ded|ding|sion)(?! (?:in|of) (?:popularity|demand|interest|price|orders))|injur(?:ed|y))\b/i

/** What the messages say of the ticket's priority. Mood never lowers what the intent asks for. */
export function decidePriority(input: PriorityInput): Rank {
  const reasons = [
    input.intentTitle === null
      ? 'no intent was understood, which starts at normal'
      : `"${input.intentTitle}" starts at ${input.intentPriority}`,
  ]
  let level = PRIORITIES.indexOf(input.intentTitle === null ? 'normal' : input.intentPriority)

  const danger = DANGER_WORDS.exec(input.text)
  if (danger) {
    reasons.push(`the customer wrote "${danger[0].toLowerCase()}", which may be a danger: always urgent`)
    return { priority: 'urgent', reasons }
  }

  const mood = moodSteps(input)
  if (mood) {
    level += mood.steps
    reasons.push(mood.reason)
  }
  const word = URGENT_WORDS.exec(input.text)
  if (PATIENT_WORDS.test(input.text)) {
    reasons.push('the customer says that it can wait')
  } else if (word && (input.urgency ?? 1) >= URGENCY_STEPS.withWord) {
    level += 1
    reasons.push(`the customer wrote "${word[0].toLowerCase()}": one step up`)
  } else if (input.urgency !== null && input.urgency >= URGENCY_STEPS.alone) {
    level += 1
    reasons.push(`time seems to matter (${input.urgency.toFixed(2)} of 1): one step up`)
  }
  const rank = { priority: priorityAt(level), reasons }
  return input.valued === null ? rank : stepUp(rank, `${input.valued}: one step up`)
}

/** The priority after a time of waiting: `basis` is what the messages say. */
export function priorityNow(basis: Rank, waitedMs: number): Rank {
  const minutes = Math.floor(waitedMs / 60_000)
  const steps = WAITING_STEPS_MINUTES.filter((step) => minutes >= step)
  return steps.reduce((rank, step) => stepUp(rank, `the customer has waited over ${step} minutes: one step up`), basis)
}

/** The more urgent of two; the first where they are alike. */
export const moreUrgent = (a: Rank, b: Rank): Rank =>
  PRIORITIES.indexOf(b.priority) > PRIORITIES.indexOf(a.priority) ? b : a

/** What lies in no message lifts as far as high: urgent is kept for what cannot wait. */
function stepUp(rank: Rank, reason: string): Rank {
  const level = PRIORITIES.indexOf(rank.priority)
  if (level >= PRIORITIES.indexOf('high')) return rank
  return { priority: priorityAt(level + 1), reasons: [...rank.reasons, reason] }
}

/** `level` counts from low; past the last it is the last. */
const priorityAt = (level: number): Priority => PRIORITIES[Math.min(level, PRIORITIES.length - 1)] ?? 'urgent'

/** Frustration and a very negative message are two signs of one thing, so the stronger counts, not both. */
function moodSteps({ frustration, sentiment }: PriorityInput): { steps: number; reason: string } | null {
  const [first, second] = FRUSTRATION_STEPS
  const shown = frustration.value.toFixed(2)
  if (frustration.value >= second) return { steps: 2, reason: `frustration is ${shown} of 1: two steps up` }
  if (frustration.high || frustration.value >= first)
    return { steps: 1, reason: `frustration is ${shown} of 1: one step up` }
  if (sentiment?.label === 'very_negative' && sentiment.confidence >= VERY_NEGATIVE_CONFIDENCE)
    return { steps: 1, reason: 'the last message is very negative: one step up' }
  return null
}
