import type { WaitEstimate } from '../wait-estimate.ts'
import type { Before, Outcome, Saying } from '../wait-outcome.ts'
import { clockAt, daysUntil } from '../working-hours.ts'
import { fill, type Words } from './words.ts'

type InQueue = Extract<Outcome, { kind: 'queued' }>

/** What `waitMessage` says, in a language other than English; without the names of teams, which are English words. */
export function inWords(words: Words, outcome: Outcome, { wasOffered, goneName }: Before, saying: Saying): string {
  const opening = goneName === null ? null : fill(words.gone, { name: goneName })
  if (outcome.kind === 'offered') {
    const asked = fill(wasOffered ? words.askedInstead : words.asked, { name: outcome.agentName })
    return join(saying, [opening, asked])
  }
  if (outcome.reason === 'nobody_here') {
    return join(saying, [opening, waitInWords(words, outcome, saying), words.writeWithEmail])
  }
  const why = outcome.isAnyoneFree ? words.notTaken : words.busy
  const place = fill(words.position, { n: outcome.position })
  return join(saying, [opening, why, place, sayEstimate(words, outcome.estimate, saying), words.write])
}

/** What `waitNow` says. */
export function waitInWords(words: Words, outcome: InQueue, saying: Saying): string {
  if (outcome.reason === 'nobody_here') {
    const { back } = outcome
    return back.kind === 'at' ? fill(words.offHours, { when: sayWhen(back.at, saying) }) : words.nobody
  }
  const place = outcome.position === 1 ? words.next : fill(words.position, { n: outcome.position })
  return join(saying, [place, sayEstimate(words, outcome.estimate, saying)])
}

/** To one who writes while they wait, with how they stand in the queue; null where somebody has been asked. */
export const addedInWords = (words: Words, outcome: InQueue | null, saying: Saying): string =>
  join(saying, [words.added, outcome && waitInWords(words, outcome, saying)])

function sayEstimate(words: Words, estimate: WaitEstimate | null, saying: Saying): string | null {
  if (estimate === null) return null
  const [t, most] = [sayLength(estimate.medianMs, saying), sayLength(estimate.boundMs, saying)]
  // An abbreviation at the end brings its own full stop.
  return fill(t === most ? words.usual : words.usualAtMost, { t, most }).replace('..', '.')
}

/** "4 min", "2 h", as the language writes them; rounded up. */
function sayLength(ms: number, { language }: Saying): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000))
  const [amount, unit] = minutes < 90 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour']
  return new Intl.NumberFormat(language ?? 'en', { style: 'unit', unit, unitDisplay: 'short' }).format(amount)
}

/** "morgen, 09:00 (Amsterdam)" */
function sayWhen(at: Date, { now, timeZone, language }: Saying): string {
  const days = daysUntil(at, now, timeZone)
  const day =
    days <= 1
      ? new Intl.RelativeTimeFormat(language ?? 'en', { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(language ?? 'en', { weekday: 'long', timeZone }).format(at)
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ')
  return `${day}, ${clockAt(at, timeZone)} (${place})`
}

/** Chinese and Japanese sentences follow each other without a space. */
const CLOSE_TOGETHER = new Set(['zh', 'ja'])

const join = ({ language }: Saying, sentences: readonly (string | null)[]): string =>
  sentences.filter((one) => one !== null).join(CLOSE_TOGETHER.has(language ?? '') ? '' : ' ')
