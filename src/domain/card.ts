/**
 * What a channel with cards shows instead of the end of a message's text. The text says all of it too, so that a channel
 * without them loses nothing.
 */
export interface Card {
  /** The end of the message's text that the card stands for, word for word. */
  standsFor: string
  title: string
  /** Plain text, one thing each. */
  lines: string[]
  /** At most three of the message's quick replies, which belong to the card. */
  replies: string[]
  /** At most three, to http or https; the text names them too. */
  links?: { title: string; url: string }[]
  /** Says nothing that the text does not. */
  image?: { url: string; description: string }
}

/** The text before the card; null when the card does not stand for its end and must not be shown. */
export function textBefore(card: Card | undefined, text: string): string | null {
  if (!card || !text.endsWith(card.standsFor)) return null
  return text.slice(0, text.length - card.standsFor.length).trim()
}
