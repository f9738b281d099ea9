import { describe, expect, it } from 'vitest'
import { entityName, entityValue, isWrittenOtherwise } from '../../console/state/entity-words.ts'

const entity = (type: string, value: string, text = value, label?: string) => ({
  type,
  value,
  text,
  label,
  start: 0,
  end: 1,
})
const local = (options: Intl.DateTimeFormatOptions, date: Date) =>
  new Intl.DateTimeFormat(undefined, options).format(date)
const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const

describe('entities in words', () => {
  it('names every kind', () => {
    expect(['email', 'product', 'order_number'].map(entityName)).toEqual(['E-mail', 'Product', 'Order number'])
  })

  it('calls a product by its name', () => {
    expect(entityValue(entity('product', 'vanta-8', 'vnata 8', 'Vanta 8'))).toBe('Vanta 8')
  })

  it('shows a day as that day wherever the agent sits, and a time as the agent’s', () => {
    expect(entityValue(entity('date', '2026-11-25'))).toBe(local(DAY, new Date(2026, 10, 25)))
    expect(entityValue(entity('date', '2026-11-25T15:00+01:00'))).toBe(
      local({ ...DAY, hour: '2-digit', minute: '2-digit' }, new Date('2026-11-25T14:00:00Z')),
    )
  })

  it('shows what was left open as open, and both ends of a span', () => {
    expect(entityValue(entity('date', '2026-11'))).toBe(local({ month: 'long', year: 'numeric' }, new Date(2026, 10)))
    expect(entityValue(entity('date', '2026'))).toBe('2026')
    expect(entityValue(entity('date', '2026-11-23/2026-11-29'))).toContain(' to ')
    expect(entityValue(entity('date', 'some day'))).toBe('some day')
  })

  it('repeats what was written only where it says more', () => {
    expect(isWrittenOtherwise(entity('order_number', 'TG-104233', 'tg-104233'))).toBe(false)
    expect(isWrittenOtherwise(entity('date', '2026-11-25', 'tomorrow'))).toBe(true)
  })
})
