import type { CustomerMessage } from '../../src/protocol/customer.ts'

/** What a card does not stand for, and the card; without one that fits, the text as it is. */
export function withoutCard({ text, card }: Pick<CustomerMessage, 'text' | 'card'>) {
  // A card of choices alone says nothing that the text and its suggested answers do not.
  if (!card || card.lines.length === 0 || !text.endsWith(card.standsFor)) return { text, card: null }
  return { text: text.slice(0, -card.standsFor.length).trim(), card }
}

/** Only pages of the web are opened, whatever a card says. */
const linksOf = ({ links = [] }: NonNullable<CustomerMessage['card']>) => links.filter(({ url }) => isWeb(url))
const isWeb = (url: string) => /^https?:\/\//i.test(url)

/** An order, or what is about to be changed: a title and its parts. Its answers stand below, with the others. */
export function Card({ card }: { card: NonNullable<CustomerMessage['card']> }) {
  return (
    <section class="card" aria-label={card.title}>
      {card.image && isWeb(card.image.url) && (
        <img
          class="card-image"
          src={card.image.url}
          alt={card.image.description}
          loading="lazy"
          referrerpolicy="no-referrer"
        />
      )}
      <p class="card-title">{card.title}</p>
      <ul>
        {card.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {linksOf(card).map(({ title, url }) => (
        <a key={url} class="card-link" href={url} target="_blank" rel="noopener noreferrer">
          {title}
          <span class="hidden-text"> (opens in a new tab)</span>
        </a>
      ))}
    </section>
  )
}
