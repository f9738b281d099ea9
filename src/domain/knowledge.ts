/** One article of `knowledge-base/`. `id` is the file name without `.md`. */
export interface Article {
  id: string
  title: string
  summary: string
  tags: string[]
  language: string
  audience: 'public' | 'agents'
  questions: string[]
  updated: string
  passages: Passage[]
}

/** A searchable part of an article: its opening, or the text under one heading. */
export interface Passage {
  /** `<article id>#<number of the part, from 0>`. */
  id: string
  articleId: string
  title: string
  /** Null for the opening. */
  heading: string | null
  /** Plain Markdown: paragraphs, lists, bold, links. */
  text: string
}

/** A passage found for a message, best first in a list. */
export interface FoundPassage {
  passage: Passage
  /** Calibrated chance, 0 to 1, that this passage answers the message. */
  probability: number
  /** Cosine to the message, −1 to 1; null when search ran on words alone. */
  similarity: number | null
}
