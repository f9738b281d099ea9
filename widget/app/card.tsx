import type { CustomerMessage } from '../../src/protocol/customer.ts'

/** What a card does not stand for, and the card; without one that fits, the text as it is. */
export function withoutCard({ text, card }: Pick<CustomerMessage, 'text' | 'card'>) {
  // A card of choices alone says nothing that the text and its suggested answers do not.
  if (!card || card.lines.length === 0 || !text.endsWith(card.standsFor)) return { text, card: null }
  return { text: text.slice(0, -card.standsFor.length).trim(), card }
}

/** An order, or what is about to be changed: a title and its parts. Its answers stand below, with the others. */
export function Card({ card }: { card: NonNullable<CustomerMessage['card']> }) {
  return (
    <section class="card" aria-label={card.title}>
      <p class="card-title">{card.title}</p>
      <ul>
        {card.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
