const DAY_MS = 24 * 60 * 60 * 1000
// The widget speaks English, so days and dates are in the browser's kind of English; the clock has no words.
const locale = navigator.language.startsWith('en') ? navigator.language : 'en-GB'
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })

export const showTime = (at: Date) => clock.format(at)

/** "Today", "Yesterday", "Monday", or the date when it is longer ago than six days. */
export function showDay(at: Date, now: Date): string {
  const daysAgo = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS)
  if (daysAgo === 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  return daysAgo > 1 && daysAgo < 7 ? weekday.format(at) : date.format(at)
}

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
