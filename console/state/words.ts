import type {
  Assignment,
  AwayReason,
  Candidate,
  ConsoleAgent,
  Owner,
  Priority,
  Reception,
  Sentiment,
  ServiceTarget,
  Skill,
  TicketState,
} from './wire.ts'

/** The words of the screens for what the protocol calls by code names. */
export const SENTIMENT_WORD: Record<Sentiment, string> = {
  very_negative: 'Very negative',
  negative: 'Negative',
  neutral: 'Neutral',
  positive: 'Positive',
  very_positive: 'Very positive',
}

export const PRIORITY_WORD: Record<Priority, string> = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' }

export const TICKET_STATE_WORD: Record<TicketState, string> = {
  open: 'Open',
  waiting_for_customer: 'Waiting for the customer',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  closed: 'Closed',
}

export const TARGET_WORD: Record<ServiceTarget, string> = {
  first_reply: 'First reply',
  next_reply: 'Next reply',
  resolution: 'Resolution',
}

const CHANNEL_WORD: Record<string, string> = {
  directline: 'Direct Line',
  emulator: 'the Emulator',
  facebook: 'Messenger',
  line: 'LINE',
  msteams: 'Teams',
  sms: 'SMS',
  webchat: 'Web Chat',
}

/** Where the customer writes, for people: `msteams` is Teams; a channel not known here keeps its own name. */
export const channelWord = (channel: string): string => CHANNEL_WORD[channel] ?? channel

export const OWNER_WORD: Record<Owner, string> = {
  assistant: 'With the assistant',
  queued: 'In the queue',
  offered: 'Offered',
  agent: 'With an agent',
  resolved: 'Resolved',
}

const ESCALATION_WORD: Record<string, string> = {
  asked_for_person: 'The customer asked for a person',
  frustrated: 'Frustration passed the limit',
  failed_attempts: 'The assistant asked back and still found no answer',
  intent_for_people: 'This subject is for people',
  part_failed: 'A part of the assistant failed',
  flow_needs_person: 'A guided dialogue ends with a person',
  unsupported_language: 'The language is not one the assistant speaks',
}

/** How an article that was shown was received. */
export const RECEPTION_WORD: Record<Reception, string> = {
  helped: 'helped',
  refused: 'did not help',
  asked_again: 'asked again after it',
}

const QUEUE_WORD: Record<string, string> = {
  everyone_busy: 'Everybody who could take it is busy',
  not_taken: 'Somebody has room, but did not take it',
  nobody_here: 'Nobody who could take it is here',
}

const DECISION_WORD: Record<string, string> = {
  confident_answer: 'Answered: the article was likely to fit',
  chosen_option: 'Answered what the customer chose',
  small_talk: 'Answered small talk',
  close_readings: 'Asked back: two readings were close',
  close_articles: 'Asked back: two articles were close',
  confirm_reading: 'Asked back: put its reading to the customer',
  not_understood: 'Asked back: not understood',
  offer_person: 'Offered a person',
  no_article: 'Asked back: no article fits',
  flow_started: 'Started a guided dialogue',
  flow_continued: 'Went on with the guided dialogue',
  flow_completed: 'Completed the guided dialogue',
  flow_cancelled: 'The customer left the guided dialogue',
  flow_failed: 'The guided dialogue could not go on',
  waiting_for_person: 'Waiting for a person',
  agent_owns: 'Left to the agent, with suggestions',
  resolved: 'Said nothing: resolved',
  lost_race: 'Said nothing: a person was faster',
}

export const reasonWords = (reason: string): string =>
  ESCALATION_WORD[reason] ?? QUEUE_WORD[reason] ?? DECISION_WORD[reason] ?? plain(reason)

/** "delivery_problem" → "Delivery problem": the fallback for names without words of their own. */
export function plain(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const SKILL_LEVEL_WORD = { 1: '', 2: '', 3: ' (expert)' } as const

/** "billing", "orders (expert)". */
export const skillWords = ({ name, level }: Skill): string => `${name}${SKILL_LEVEL_WORD[level]}`

export const AWAY_WORD: Record<AwayReason, string> = {
  break: 'Break',
  lunch: 'Lunch',
  meeting: 'Meeting',
  training: 'Training',
  end_of_shift: 'End of shift',
  sick: 'Sick',
  leave: 'On leave',
  missed_offers: 'Missed offers',
  other: 'Something else',
}

/** "Online", "Away: lunch", "Not here". */
export function presenceWords({
  connected,
  availability,
  awayReason,
}: Pick<ConsoleAgent, 'connected' | 'availability' | 'awayReason'>): string {
  if (!connected && availability !== 'offline') return 'Not here'
  if (availability === 'online') return 'Online'
  const word = availability === 'away' ? 'Away' : 'Offline'
  return awayReason === null || awayReason === 'other' ? word : `${word}: ${AWAY_WORD[awayReason].toLowerCase()}`
}

export const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`

/** A number with its sign and two decimals, with a true minus: "+0.31", "−0.42"; nought has no sign. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(2)
  if (text === '0.00') return text
  return value < 0 ? `\u2212${text}` : `+${text}`
}

/** Thresholds of the words only; the server decides when frustration counts as high. */
export function frustrationWord(value: number): string {
  if (value < 0.2) return 'calm'
  if (value < 0.45) return 'slight'
  if (value < 0.7) return 'growing'
  return 'high'
}

const RATING_WORDS = ['very dissatisfied', 'dissatisfied', 'neither happy nor unhappy', 'satisfied', 'very satisfied']

/** "2.4 of 5, dissatisfied", for a rating from 1 to 5. */
export function ratingInWords(rating: number): string {
  return `${rating.toFixed(1)} of 5, ${RATING_WORDS[Math.round(rating) - 1] ?? ''}`
}

/** Up to two letters of a name; none for the server's "Visitor 3f2a", whose letters say nothing. */
export function initialsOf(name: string): string {
  if (/^Visitor [0-9a-f]{4}$/.test(name)) return ''
  const words = name.split(/[\s@.]+/).filter(Boolean)
  return ((words[0]?.[0] ?? '?') + (words[1]?.[0] ?? '')).toUpperCase()
}

export const count = (amount: number, one: string, many: string): string => `${amount} ${amount === 1 ? one : many}`

/** The end of a queue that is not loaded whole. */
export const behindWords = (waiting: number): string => `${count(waiting, 'more waits', 'more wait')} behind these.`

/** The server answers a search with so many rows at most. */
const FOUND_AT_MOST = 50

/** What a search leaves out; null while it leaves nothing. */
export function foundWords({ rows, isFailed }: { rows: readonly unknown[] | undefined; isFailed: boolean }) {
  if (isFailed) return 'Only what is loaded was looked through: the server did not answer.'
  return rows && rows.length >= FOUND_AT_MOST ? 'The 50 that changed last are here. Write more to find others.' : null
}

const SCORE_PART: Record<string, string> = {
  language: 'language',
  skill: 'skill',
  optionalSkills: 'further skills',
  level: 'level',
  handling: 'speed',
  scarcity: 'least missed elsewhere',
  lastPlace: 'not the last place',
  familiarity: 'knows the customer',
  spareCapacity: 'room',
  idle: 'idle time',
}

/** Those who could not be asked, by reason, the most frequent first; "at capacity, 4 of 4" and "3 of 3" are one reason. */
export function excludedGroups(
  candidates: readonly Candidate[],
  others: Assignment['others'],
): { reason: string; names: string[]; count: number }[] {
  const groups = new Map<string, { names: string[]; count: number }>()
  const groupOf = (reason: string) => {
    const group = groups.get(reason) ?? { names: [], count: 0 }
    groups.set(reason, group)
    return group
  }
  for (const { name, excluded } of candidates) {
    if (excluded === null) continue
    const group = groupOf(excluded.replace(/^at capacity,.*/, 'at capacity'))
    group.names.push(name)
    group.count += 1
  }
  for (const { reason, count } of others) groupOf(reason).count += count
  return [...groups]
    .map(([reason, group]) => ({ reason: reason.charAt(0).toUpperCase() + reason.slice(1), ...group }))
    .sort((a, b) => b.count - a.count)
}

/** The parts of a candidate's score in points, largest first: "language 100, skill 15, room 12.5". */
export function scoreParts(candidate: Candidate): string {
  return Object.entries(candidate.parts)
    .filter(([, value]) => value !== 0)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .map(([name, value]) => `${SCORE_PART[name] ?? plain(name)} ${Number(value.toFixed(1))}`)
    .join(', ')
}
