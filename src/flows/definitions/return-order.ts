import type { Order } from '../../domain/index.ts'
import { confirmStep, OTHER_ORDER } from '../confirm.ts'
import type { FlowDefinition, Run } from '../flow.ts'
import { orderSteps } from '../identify.ts'
import { itemsIn, reasonIn, valueIn } from '../said.ts'

const ALL = 'All of it'
const REASONS = ['Changed my mind', 'Does not fit', 'Not as described', 'Does not work']

export const returnOrder: FlowDefinition = {
  name: 'return_order',
  title: 'Return and refund',
  labels: { orderNumber: 'order', email: 'e-mail', items: 'items', reason: 'reason' },
  steps: [
    ...orderSteps({ purpose: 'I can set up a return.', wanted: ({ status }) => status === 'delivered' }),
    {
      name: 'delivered',
      async ask(run) {
        const order = await run.order()
        if (!order || order.status === 'delivered') return null
        return { end: 'failed', text: NOT_YET[order.status](order.number), offersPerson: true }
      },
      take: async () => 'taken',
    },
    {
      name: 'items',
      async ask(run) {
        const order = await run.order()
        if (!order || run.slots.items !== undefined) return null
        const [only] = order.items
        if (order.items.length === 1 && only) {
          run.slots.items = only.name
          return null
        }
        const names = order.items.map(({ name }) => name)
        const said = itemsIn(run.slots.opening ?? '', names)
        if (said.length > 0) {
          run.slots.items = said.join(', ')
          return null
        }
        return {
          text: `Which of these goes back: ${names.join(', ')}?`,
          expects: 'choice',
          quickReplies: [...names, ALL],
        }
      },
      async take(run) {
        if (await takeItems(run)) return 'taken'
        const names = (await run.order())?.items.map(({ name }) => name) ?? []
        return { again: `Please name what goes back: ${names.join(', ')}, or all of it.` }
      },
    },
    {
      name: 'reason',
      async ask(run) {
        const said = reasonIn(run.slots.opening ?? '')
        if (said !== null) run.slots.reason ??= said.slice(0, 200)
        if (run.slots.reason !== undefined) return null
        return {
          text: 'What is the reason? It makes no difference to the refund.',
          expects: 'text',
          quickReplies: REASONS,
        }
      },
      async take(run) {
        if (run.input.asks) return { again: 'What is the reason? A few words are enough.' }
        run.slots.reason = run.input.text.slice(0, 200)
        return 'taken'
      },
    },
    confirmStep({
      summary: ({ slots }) =>
        `I would set up a return of ${slots.items} from order ${slots.orderNumber} (“${slots.reason}”). The refund goes to the way you paid, after the parcel has arrived.`,
      card: ({ slots }) => ({
        title: `Return from order ${slots.orderNumber}?`,
        lines: [
          `Items: ${slots.items}`,
          `Reason: ${slots.reason}`,
          'Refund: the way you paid, after the parcel has arrived',
        ],
      }),
      yes: 'Yes, set it up',
      changeable: [
        { label: 'Other items', words: /\bitems?\b/i, slots: ['items', 'opening'], read: takeItemsPutRight },
        { label: 'Another reason', words: /\breason\b/i, slots: ['reason', 'opening'], read: takeReason },
        OTHER_ORDER,
      ],
      confirmed(run) {
        const { orderNumber: number = '', items = '', reason = '' } = run.slots
        const act = { kind: 'return_order' as const, number, items: items.split(', '), reason }
        run.jobs.push({ runId: run.id, step: 'return', act })
        return {
          end: 'completed',
          text: `The return for order ${number} is being set up. You will read its number here.`,
        }
      },
    }),
  ],
}

async function takeItems(run: Run): Promise<boolean> {
  const names = (await run.order())?.items.map(({ name }) => name) ?? []
  const chosen = itemsIn(run.input.text, names)
  if (chosen.length > 0) run.slots.items = chosen.join(', ')
  return chosen.length > 0
}

/** "Only the bulbs", at the summary; a question about them chooses nothing. */
async function takeItemsPutRight(run: Run): Promise<boolean> {
  return !run.input.asks && (await takeItems(run))
}

/** "The reason is that it is too small", at the summary. */
function takeReason({ slots, input }: Run): boolean {
  const reason = valueIn(input.text, 'reason')
  if (reason !== null) slots.reason = reason.slice(0, 200)
  return reason !== null
}

const NOT_YET: Record<Exclude<Order['status'], 'delivered'>, (number: string) => string> = {
  placed: (number) => `Order ${number} is not packed yet: you can still cancel it. Just say so.`,
  packed: (number) =>
    `Order ${number} is on its way out. A return can be set up once it is delivered; you can also refuse the parcel at the door.`,
  shipped: (number) =>
    `Order ${number} is on its way. A return can be set up once it is delivered; you can also refuse the parcel at the door.`,
  cancelled: (number) => `Order ${number} was cancelled, so there is nothing to return.`,
  returned: (number) => `Order ${number} was returned already.`,
}
