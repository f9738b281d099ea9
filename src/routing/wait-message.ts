import type { WaitEstimate } from './wait-estimate.ts'
import type { Back } from './when-back.ts'
import { sayWhen } from './working-hours.ts'

/** What routing found for a waiting conversation, as far as the customer is concerned. */
export type Outcome =
  | {
      kind: 'offered'
      agentName: string /** The skill they were chosen for; null when nobody has it. */
      skill: string | null
    }
  | { kind: 'queued'; reason: 'everyone_busy'; position: number; estimate: WaitEstimate | null }
  | { kind: 'queued'; reason: 'nobody_here'; back: Back }

/**
 * Why nobody could be asked: people who could take it are here but busy (or have just declined), or none of them is
 * here.
 */
export type QueueReason = 'everyone_busy' | 'nobody_here'

/** What happened just before, so that the message goes on from there. */
export interface Before {
  /** Somebody else was asked before, and the customer was told. */
  wasOffered: boolean
  /** The agent who was in the conversation and lost the connection; null otherwise. */
  goneName: string | null
}

/** The sentences the customer reads about the wait. `timeZone` is the company's; times are said in it and named after it. */
export function waitMessage(outcome: Outcome, before: Before, now: Date, timeZone: string): string {
  const opening = before.goneName === null ? '' : `${before.goneName} is no longer connected. `
  if (outcome.kind === 'offered') {
    if (before.wasOffered) return `${opening}${outcome.agentName} has been asked to join instead.`
    const who = outcome.skill === null ? outcome.agentName : `${outcome.agentName} from our ${outcome.skill} team`
    return `${opening}${who} has been asked to join.`
  }
  if (outcome.reason === 'everyone_busy') {
    const wait = outcome.estimate === null ? '' : ` ${sayEstimate(outcome.estimate)}`
    return `${opening}All colleagues who can help with this are busy. You are number ${outcome.position} in the queue.${wait} Write here any time, nothing is lost.`
  }
  const invite = 'Write here any time, nothing is lost, and leave your e-mail address so that we can reach you.'
  return `${opening}${waitNow(outcome, now, timeZone)} ${invite}`
}

/** The same for a customer who asks again while they wait: "You are next in the queue. It usually takes about 4 minutes." */
export function waitNow(outcome: Extract<Outcome, { kind: 'queued' }>, now: Date, timeZone: string): string {
  if (outcome.reason === 'everyone_busy') {
    const place =
      outcome.position === 1 ? 'You are next in the queue.' : `You are number ${outcome.position} in the queue.`
    return outcome.estimate === null ? place : `${place} ${sayEstimate(outcome.estimate)}`
  }
  return outcome.back.kind === 'at'
    ? `Nobody who can help with this is working now. They are back ${sayWhen(outcome.back.at, now, timeZone)} (${zoneName(timeZone)}).`
    : 'Nobody who can help with this is here at the moment.'
}

/** That the conversation goes to somebody else: `name` is who passes it on, if the customer knows them; `skill` another team's. */
export function sayTransfer({ name, skill }: { name: string | null; skill: string | null }): string {
  const whom = skill === null ? 'a colleague' : `our ${skill} team`
  const what = name === null ? 'This conversation is being passed on' : `${name} is passing this conversation on`
  return `${what} to ${whom}. Everything written here is passed on with it.`
}

/** "It usually takes about 4 minutes, nearly always at most 9 minutes." */
export function sayEstimate({ medianMs, boundMs }: Pick<WaitEstimate, 'medianMs' | 'boundMs'>): string {
  const [usual, bound] = [sayWait(medianMs), sayWait(boundMs).replace('about ', '')]
  return bound === 'under a minute'
    ? `It usually takes ${usual}.`
    : `It usually takes ${usual}, nearly always less than ${bound}.`
}

/** "under a minute", "about 4 minutes", "about 2 hours"; rounded up, because a wait that ends early disappoints nobody. */
export function sayWait(waitMs: number): string {
  const minutes = Math.ceil(waitMs / 60_000)
  if (minutes <= 1) return 'under a minute'
  if (minutes < 90) return `about ${minutes} minutes`
  return `about ${Math.ceil(minutes / 60)} hours`
}

/** "Europe/Amsterdam" → "Amsterdam time". */
function zoneName(timeZone: string): string {
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ')
  return timeZone.includes('/') ? `${place} time` : timeZone
}
