import { confirmStep, OTHER_ORDER } from '../confirm.ts'
import { type FlowDefinition, forget, type Run } from '../flow.ts'
import { orderSteps } from '../identify.ts'
import { damageIn, valueIn, wishIn } from '../said.ts'
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
        run.slots.damage ??= damageIn(run.slots.opening ?? '') ?? ''
        if (run.slots.damage.length >= SHORTEST_DESCRIPTION) return null
        forget(run, 'damage')
        const order = await run.order()
        const items = order ? ` (${itemsInWords(order.items)})` : ''
        return { text: `What is damaged in order ${run.slots.orderNumber}${items}, and how?`, expects: 'text' }
      },
      async take(run) {
        takePhotos(run)
        if (run.input.asks) return { again: 'What is damaged, and how?' }
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
        const said = wishIn(run.slots.opening ?? '')
        if (said !== null) run.slots.wish ??= said
        if (run.slots.wish !== undefined) return null
        return { text: 'Would you like a replacement or a refund?', expects: 'choice', quickReplies: WISHES }
      },
      async take(run) {
        if (takeWish(run)) return 'taken'
        return { again: 'Please choose one of the two: replacement or refund.' }
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
        {
          label: 'The description',
          words: /\b(?:description|damage)\b/i,
          slots: ['damage', 'opening'],
          read: takeDamage,
        },
        { label: 'The photo', words: /\b(?:photo|picture|image)\b/i, slots: ['photo'], read: takePhotos },
        {
          label: 'Replacement or refund',
          words: /\b(?:replacement|refund)\b/i,
          slots: ['wish', 'opening'],
          read: takeWish,
        },
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

function takeWish({ slots, input }: Run): boolean {
  const wish = wishIn(input.text)
  if (wish !== null) slots.wish = wish
  return wish !== null
}

/** "The damage is a cracked corner", at the summary. */
function takeDamage({ slots, input }: Run): boolean {
  const damage = valueIn(input.text, 'description|damage')
  if (damage !== null) slots.damage = damage.slice(0, 500)
  return damage !== null
}

function takePhotos({ slots, input }: Run): boolean {
  if (input.attachments.length === 0) return false
  slots.photo = input.attachments.map(({ name }) => name).join(', ')
  return true
}
