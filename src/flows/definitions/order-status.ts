import type { Order } from '../../domain/index.ts'
import type { FlowCard, FlowDefinition } from '../flow.ts'
import { orderSteps } from '../identify.ts'
import { itemsInWords } from '../wording.ts'

export const orderStatus: FlowDefinition = {
  name: 'order_status',
  title: 'Where an order is',
  labels: { orderNumber: 'order', email: 'e-mail' },
  steps: [
    ...orderSteps({ purpose: 'I can look that up.' }),
    {
      name: 'tell',
      async ask(run) {
        const order = await run.order()
        // The step before has found it.
        if (!order) return null
        return { end: 'completed', text: sayStatus(order), card: cardOf(order) }
      },
      take: async () => 'taken',
    },
  ],
}

function cardOf(order: Order): FlowCard {
  return {
    title: `Order ${order.number}`,
    lines: [
      sayPlainly(STATUS[order.status]),
      itemsInWords(order.items),
      `Placed on ${order.placedAt.toISOString().slice(0, 10)}`,
      ...(order.tracking === null ? [] : [`Tracking number ${order.tracking}`]),
    ],
    replies: [],
    ...(order.trackingUrl !== null && { links: [{ title: FOLLOW, url: order.trackingUrl }] }),
    ...(order.imageUrl !== null && { image: { url: order.imageUrl, description: itemsInWords(order.items) } }),
  }
}

function sayStatus(order: Order): string {
  const placed = order.placedAt.toISOString().slice(0, 10)
  const tracking = order.tracking === null ? '' : ` The tracking number is ${order.tracking}.`
  const link = order.trackingUrl === null ? '' : ` [${FOLLOW}](${order.trackingUrl})`
  return `Order ${order.number} (${itemsInWords(order.items)}), placed on ${placed}: ${STATUS[order.status]}${tracking}${link}`
}

const FOLLOW = 'Follow the parcel'

const STATUS: Record<Order['status'], string> = {
  placed: '**received**. It is being prepared, and can still be changed or cancelled.',
  packed: '**packed**. The carrier collects it next.',
  shipped: '**shipped**. The carrier has the parcel.',
  delivered: '**delivered**.',
  cancelled: '**cancelled**.',
  returned: '**returned**.',
}

/** "**received**. It …" → "Received. It …". */
const sayPlainly = (status: string) => status.replaceAll('**', '').replace(/^./, (first) => first.toUpperCase())
