import type { Entity } from './wire.ts'
import { plain } from './words.ts'

const NAME: Record<string, string> = {
  email: 'E-mail',
  phone: 'Phone',
  amount: 'Amount',
  date: 'Date',
  product: 'Product',
}

/** "order_number" → "Order number". */
export const entityName = (type: string): string => NAME[type] ?? plain(type)

/** What an entity stands for, as a person reads it: a product's name, a day in the reader's own calendar. */
export function entityValue({ type, value, label }: Entity): string {
  if (type !== 'date') return label ?? value
  return value.split('/').map(localDate).join(' to ')
}

/** Whether what the customer wrote says more or other than the value shown. */
export const isWrittenOtherwise = (entity: Entity): boolean =>
  entity.text.toLowerCase() !== entityValue(entity).toLowerCase()

const YEAR = 4
const MONTH = 7
const DAY = 10

/** ISO 8601, as exact as it is: "2026", "November 2026", "Wed, 25 Nov 2026", "Wed, 25 Nov 2026, 15:00". */
function localDate(iso: string): string {
  const format = FORMAT[iso.length] ?? FORMAT.time
  // A day alone is that day wherever it is read; JavaScript would take it for midnight in Greenwich.
  const date = iso.length > DAY ? new Date(iso) : new Date(`${iso}${'-01-01'.slice(iso.length - YEAR)}T00:00`)
  return format && !Number.isNaN(date.getTime()) ? format.format(date) : iso
}

const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
const FORMAT: Record<number | 'time', Intl.DateTimeFormat> = {
  [YEAR]: new Intl.DateTimeFormat(undefined, { year: 'numeric' }),
  [MONTH]: new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' }),
  [DAY]: new Intl.DateTimeFormat(undefined, day),
  time: new Intl.DateTimeFormat(undefined, { ...day, hour: '2-digit', minute: '2-digit' }),
}
