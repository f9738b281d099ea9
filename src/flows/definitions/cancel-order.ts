import type { Order } from '../../domain/index.ts'
import { confirmStep, OTHER_ORDER } from '../confirm.ts'
import type { FlowDefinition } from '../flow.ts'
import { orderSteps } from '../identify.ts'
import { itemsInWords, money } from '../wording.ts'

export const cancelOrder: FlowDefinition = {
  name: 'cancel_order',
  title: 'Cancel an order',
  labels: { orderNumber: 'order', email: 'e-mail' },
  steps: [
    ...orderSteps({
      purpose: 'I can cancel an order until it is packed.',
      wanted: ({ status }) => status === 'placed',
    }),
    {
      name: 'still-possible',
      async ask(run) {
        const order = await run.order()
        if (!order || order.status === 'placed') return null
        return { end: 'failed', text: TOO_LATE[order.status](order.number), offersPerson: true }
      },
      take: async () => 'taken',
    },
    confirmStep({
      async summary(run) {
        const order = await run.order()
        if (!order) return ''
        return `I would cancel order ${order.number} whole: ${itemsInWords(order.items)}, ${money(order.totalCents, order.currency)}.`
      },
      async card(run) {
        const order = await run.order()
        if (!order) return { title: 'Cancel the order?', lines: [] }
        return {
          title: `Cancel order ${order.number}?`,
          lines: [itemsInWords(order.items), `Total: ${money(order.totalCents, order.currency)}`],
        }
      },
      yes: 'Yes, cancel it',
      changeable: [OTHER_ORDER],
      confirmed(run) {
        const number = run.slots.orderNumber ?? ''
        run.jobs.push({ runId: run.id, step: 'cancel', act: { kind: 'cancel_order', number } })
        return { end: 'completed', text: `Order ${number} is being cancelled. You will read here when it is done.` }
      },
    }),
  ],
}

const TOO_LATE: Record<Exclude<Order['status'], 'placed'>, (number: string) => string> = {
  packed: (number) =>
    `Order ${number} is packed, so it cannot be stopped any more. You can refuse the parcel at the door, or return it when it is there.`,
  shipped: (number) =>
    `Order ${number} has shipped, so it cannot be stopped any more. You can refuse the parcel at the door, or return it when it is there.`,
  delivered: (number) => `Order ${number} is delivered. You can return it instead; just say that you want to.`,
  cancelled: (number) => `Order ${number} is cancelled already.`,
  returned: (number) => `Order ${number} was returned already.`,
}
