/** A length of time in the two largest units that matter: "8 s", "4 min", "1 h 20 min", "3 d". */
export function inUnits(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d`
}

/** A measured length, rounded: "112 s", "7 min", "2.5 h". */
export function rounded(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}

/** "just now", "4 min ago", "3 d ago"; of what is still to come "in 4 min". */
export function ago(iso: string, nowMs: number): string {
  const passed = nowMs - Date.parse(iso)
  if (passed <= -45_000) return `in ${inUnits(-passed)}`
  return passed < 45_000 ? 'just now' : `${inUnits(passed)} ago`
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' })
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const SOON = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** An instant to plan by: "Mon, 3 Mar, 09:30". */
export const dateTime = (iso: string) => SOON.format(new Date(iso))
export const clockTime = (iso: string) => CLOCK.format(new Date(iso))
export const dayName = (iso: string) => DAY.format(new Date(iso))
export const exactTime = (iso: string) => EXACT.format(new Date(iso))

/** Two instants on one local day. */
export function isSameDay(a: string, b: string): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
