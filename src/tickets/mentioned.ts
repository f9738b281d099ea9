import type { Entity } from '../domain/index.ts'

const SHOWN = 4

/** What a person looks for first: numbers and products, then what the customer said about money and reach, dates last. */
const LATER = ['amount', 'phone', 'email', 'date']

/** What says by itself what it is. */
const PLAIN = ['product', ...LATER]

/** "order number TG-118255", "Vanta 8 Pro", "25 November 2026"; at most four, and how many more. */
export function nameEntities(entities: readonly Entity[]): string[] {
  const sorted = [...entities].sort((a, b) => LATER.indexOf(a.type) - LATER.indexOf(b.type))
  const shown = sorted.slice(0, SHOWN).map((entity) => {
    const kind = PLAIN.includes(entity.type) ? '' : `${entity.type.replaceAll(/[_-]/g, ' ')} `
    return `${kind}${readable(entity)}`
  })
  return entities.length > SHOWN ? [...shown, `${entities.length - SHOWN} more`] : shown
}

function readable({ type, value, label }: Entity): string {
  if (type !== 'date') return label ?? value
  return value.split('/').map(readableDate).join(' to ')
}

/** `2026-11-25T15:00+01:00` → 25 November 2026 15:00; `2026-11` → November 2026; anything else stays. */
function readableDate(iso: string): string {
  const [, year, month, day, time] = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d).*)?)?)?$/.exec(iso) ?? []
  if (year === undefined) return iso
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1]
  return [day === undefined ? undefined : Number(day), name, year, time].filter((part) => part !== undefined).join(' ')
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
