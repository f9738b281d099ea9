import type { ConsoleMessage } from '../state/wire.ts'
import { RichText } from '../ui/rich-text.tsx'

/** What the assistant said, with the end of it as the card that the customer saw, if it was one. */
export function AssistantText({ text, card }: Pick<ConsoleMessage, 'text' | 'card'>) {
  if (!card || card.lines.length === 0 || !text.endsWith(card.standsFor)) return <RichText text={text} />
  const before = text.slice(0, -card.standsFor.length).trim()
  return (
    <>
      {before === '' ? null : <RichText text={before} />}
      <section className="cc-message__card" aria-label={card.title}>
        {card.image && /^https?:\/\//i.test(card.image.url) ? (
          <img src={card.image.url} alt={card.image.description} loading="lazy" referrerPolicy="no-referrer" />
        ) : null}
        <p className="cc-h2">{card.title}</p>
        <ul>
          {card.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {(card.links ?? [])
          .filter(({ url }) => /^https?:\/\//i.test(url))
          .map(({ title, url }) => (
            <a key={url} href={url} target="_blank" rel="noopener noreferrer">
              {title}
            </a>
          ))}
      </section>
    </>
  )
}
