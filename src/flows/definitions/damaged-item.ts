import { confirmStep, OTHER_ORDER } from '../confirm.ts'
import type { FlowDefinition, Run } from '../flow.ts'
import { orderSteps } from '../identify.ts'
import { itemsInWords, NO_PHOTO } from '../wording.ts'

const SHORTEST_DESCRIPTION = 8
const WISHES = ['Replacement', 'Refund']

/** Ends with a person, who sees photo and words in the packet and decides. */
export const damagedItem: FlowDefinition = {
  name: 'damaged_item',
  title: 'Damaged item',
  labels: { orderNumber: 'order', email: 'e-mail', damage: 'damage:', photo: 'photo:', wish: 'wants a' },
  steps: [
    ...orderSteps({ purpose: 'I take down the damage, and a person decides on it.' }),
    {
      name: 'damage',
      async ask(run) {
        if (run.slots.damage !== undefined) return null
        const order = await run.order()
        const items = order ? ` (${itemsInWords(order.items)})` : ''
        return { text: `What is damaged in order ${run.slots.orderNumber}${items}, and how?`, expects: 'text' }
      },
      async take(run) {
        takePhotos(run)
        if (run.input.text.trim().length < SHORTEST_DESCRIPTION) {
          return { again: 'Please say in a few words what is damaged and how, such as “the screen is cracked”.' }
        }
        run.slots.damage = run.input.text.trim().slice(0, 500)
        return 'taken'
      },
    },
    {
      name: 'photo',
      async ask(run) {
        if (run.slots.photo !== undefined) return null
        return {
          text: 'Please attach a photo of the damage (JPEG, PNG, WebP or PDF), or go on without one.',
          expects: 'photo',
          quickReplies: [NO_PHOTO],
        }
      },
      async take(run) {
        if (takePhotos(run)) return 'taken'
        if (/\b(?:no|without|don'?t have|do not have|skip|cannot|can'?t)\b/i.test(run.input.text)) {
          run.slots.photo = 'none'
          return 'taken'
        }
        return { again: 'I see no photo in that message. Please attach one, or go on without.' }
      },
    },
    {
      name: 'wish',
      async ask(run) {
        if (run.slots.wish !== undefined) return null
        return { text: 'Would you like a replacement or a refund?', expects: 'choice', quickReplies: WISHES }
      },
      async take(run) {
        const wish = /\brefund|money\b/i.test(run.input.text)
          ? 'refund'
          : /\breplac|new one|exchange\b/i.test(run.input.text)
            ? 'replacement'
            : null
        if (wish === null) return { again: 'Please choose one of the two: replacement or refund.' }
        run.slots.wish = wish
        return 'taken'
      },
    },
    confirmStep({
      summary: ({ slots }) =>
        `I would pass this to a person: order ${slots.orderNumber}, “${slots.damage}”, photo: ${slots.photo}, and you would like a ${slots.wish}.`,
      card: ({ slots }) => ({
        title: `Report damage of order ${slots.orderNumber}?`,
        lines: [`Damage: ${slots.damage}`, `Photo: ${slots.photo}`, `You would like: a ${slots.wish}`],
      }),
      yes: 'Yes, pass it on',
      changeable: [
        { label: 'The description', words: /\b(?:description|damage)\b/i, slots: ['damage'] },
        { label: 'The photo', words: /\b(?:photo|picture|image)\b/i, slots: ['photo'] },
        { label: 'Replacement or refund', words: /\b(?:replacement|refund)\b/i, slots: ['wish'] },
        OTHER_ORDER,
      ],
      confirmed: () => ({
        end: 'completed',
        text: 'Your report is complete. A person decides on it and answers you here.',
        person: { skill: 'returns' },
      }),
    }),
  ],
}

function takePhotos({ slots, input }: Run): boolean {
  if (input.attachments.length === 0) return false
  slots.photo = input.attachments.map(({ name }) => name).join(', ')
  return true
}
