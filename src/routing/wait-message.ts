import type { WaitEstimate } from './wait-estimate.ts'
import type { Before, Outcome, Saying } from './wait-outcome.ts'
import { wordsIn } from './words/by-language.ts'
import { inWords, waitInWords } from './words/say.ts'
import { fill } from './words/words.ts'
import { sayWhen } from './working-hours.ts'

/** The sentences the customer reads about the wait; times are said in the company's zone and named after it. */
export function waitMessage(outcome: Outcome, before: Before, saying: Saying): string {
  const words = wordsIn(saying.language)
  if (words) return inWords(words, outcome, before, saying)
  const opening = before.goneName === null ? '' : `${before.goneName} is no longer connected. `
  if (outcome.kind === 'offered') {
    if (before.wasOffered) return `${opening}${outcome.agentName} has been asked to join instead.`
    const who = outcome.skill === null ? outcome.agentName : `${outcome.agentName} from our ${outcome.skill} team`
    return `${opening}${who} has been asked to join.`
  }
  if (outcome.reason === 'everyone_busy') {
    const wait = outcome.estimate === null ? '' : ` ${sayEstimate(outcome.estimate)}`
    const why = outcome.isAnyoneFree
      ? 'Nobody has taken this over yet.'
      : 'All colleagues who can help with this are busy.'
    return `${opening}${why} You are number ${outcome.position} in the queue.${wait} Write here any time, nothing is lost.`
  }
  const invite = 'Write here any time, nothing is lost, and leave your e-mail address so that we can reach you.'
  return `${opening}${waitNow(outcome, saying)} ${invite}`
}

/** The same for a customer who asks again while they wait: "You are next in the queue. It usually takes about 4 minutes." */
export function waitNow(outcome: Extract<Outcome, { kind: 'queued' }>, saying: Saying): string {
  const { now, timeZone } = saying
  const words = wordsIn(saying.language)
  if (words) return waitInWords(words, outcome, saying)
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
export function sayTransfer(to: { name: string | null; skill: string | null; language: string | null }): string {
  const words = wordsIn(to.language)
  if (words) return words.passedOn
  const whom = to.skill === null ? 'a colleague' : `our ${to.skill} team`
  const what = to.name === null ? 'This conversation is being passed on' : `${to.name} is passing this conversation on`
  return `${what} to ${whom}. Everything written here is passed on with it.`
}

/** That the agent has taken over. */
export function sayJoined(name: string, language: string | null): string {
  const words = wordsIn(language)
  return words ? fill(words.joined, { name }) : `${name} has joined and can see what was said so far.`
}

/** That the assistant has it again; `goneName` is the agent who lost the connection, null where somebody gave it back. */
export function sayReturned(goneName: string | null, language: string | null): string {
  const words = wordsIn(language)
  if (words) return goneName === null ? words.returned : `${fill(words.gone, { name: goneName })} ${words.returned}`
  const again = 'The assistant answers again. Ask for a person at any time.'
  return goneName === null ? again : `${goneName} is no longer connected. ${again}`
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
