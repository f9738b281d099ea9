import type { CustomerMessage } from '../../src/protocol/customer.ts'

const PAUSE_MS = 5 * 60 * 1000

export interface Line {
  message: CustomerMessage
  /** The first message of a day has its day above it. */
  startsDay: boolean
  /** The first of several in a row by one writer has the name above it, the last one the time below it. */
  startsRow: boolean
  endsRow: boolean
}

/** Which messages stand together: those by one writer on one day with less than five minutes between. */
export function arrangeLines(messages: readonly CustomerMessage[]): Line[] {
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const after = messages[index + 1]
    return {
      message,
      startsDay: before === undefined || !isSameDay(before, message),
      startsRow: before === undefined || !standTogether(before, message),
      endsRow: after === undefined || !standTogether(message, after),
    }
  })
}

function standTogether(one: CustomerMessage, next: CustomerMessage): boolean {
  return (
    one.author === next.author &&
    one.name === next.name &&
    isSameDay(one, next) &&
    Date.parse(next.sentAt) - Date.parse(one.sentAt) < PAUSE_MS
  )
}

const isSameDay = (one: CustomerMessage, other: CustomerMessage) =>
  new Date(one.sentAt).toDateString() === new Date(other.sentAt).toDateString()
