import { readAddress } from '../address.ts'
import { confirmStep, OTHER_ORDER } from '../confirm.ts'
import { type FlowDefinition, forget, type Run, type Taken } from '../flow.ts'
import { orderSteps } from '../identify.ts'
import { addressIn } from '../said.ts'

const WANTED = 'Please give street and number, postcode and city, such as “Keizersgracht 12, 1015 CJ Amsterdam”.'
const ADDRESS_SLOTS = ['street', 'postcode', 'city']

export const changeAddress: FlowDefinition = {
  name: 'change_address',
  title: 'Change the delivery address',
  labels: { orderNumber: 'order', email: 'e-mail', street: 'new street', postcode: 'new postcode', city: 'new city' },
  steps: [
    ...orderSteps({
      purpose: 'I can change the address until the order is packed.',
      wanted: ({ status }) => status === 'placed',
    }),
    {
      name: 'still-possible',
      async ask(run) {
        const order = await run.order()
        if (!order || order.status === 'placed') return null
        const text = `Order ${order.number} is ${order.status}, so its address cannot be changed here any more. Once it has shipped, the tracking link lets you pick another day, a neighbour or a pick-up point.`
        return { end: 'failed', text, offersPerson: true }
      },
      take: async () => 'taken',
    },
    {
      name: 'address',
      async ask(run) {
        if (ADDRESS_SLOTS.every((slot) => run.slots[slot] !== undefined)) return null
        const order = await run.order()
        const said = addressIn(run.slots.opening ?? '', order?.address.country ?? '')
        // Once: who takes it back at the summary is asked.
        forget(run, 'opening')
        if (said) {
          Object.assign(run.slots, said)
          return null
        }
        const now = order
          ? `It now goes to ${order.address.street}, ${order.address.postcode} ${order.address.city}. `
          : ''
        return { text: `${now}What is the new address, in the same country? ${WANTED}`, expects: 'text' }
      },
      async take(run): Promise<Taken> {
        return (await takeAddress(run)) ? 'taken' : { again: `I could not read that as an address. ${WANTED}` }
      },
    },
    confirmStep({
      async summary(run) {
        const order = await run.order()
        const { street, postcode, city } = run.slots
        return `Order ${order?.number} would go to ${order?.address.name}, ${street}, ${postcode} ${city} (${order?.address.country}) instead of ${order?.address.street}, ${order?.address.city}.`
      },
      async card(run) {
        const order = await run.order()
        const { street, postcode, city } = run.slots
        return {
          title: `Change the address of order ${order?.number}?`,
          lines: [
            `New: ${order?.address.name}, ${street}, ${postcode} ${city} (${order?.address.country})`,
            `Now: ${order?.address.street}, ${order?.address.city}`,
          ],
        }
      },
      yes: 'Yes, change it',
      changeable: [
        {
          label: 'Another address',
          words: /\b(?:address|street|postcode|city|house)\b/i,
          slots: ADDRESS_SLOTS,
          read: takeAddress,
        },
        OTHER_ORDER,
      ],
      confirmed(run) {
        const { orderNumber: number = '', street = '', postcode = '', city = '' } = run.slots
        run.jobs.push({
          runId: run.id,
          step: 'address',
          act: { kind: 'change_address', number, street, postcode, city },
        })
        return {
          end: 'completed',
          text: `The address of order ${number} is being changed. You will read here when it is done.`,
        }
      },
    }),
  ],
}

/** The country is the order's: prices and taxes hang on it. */
async function takeAddress(run: Run): Promise<boolean> {
  const order = await run.order()
  const read = readAddress(run.input.text, order?.address.country ?? '')
  if (!read) return false
  Object.assign(run.slots, read)
  return true
}
