/** One entry of the knowledge base, from a file (`id` is its name without `.md`) or from the console. */
export interface Article {
  id: string
  title: string
  summary: string
  tags: string[]
  language: string
  audience: 'public' | 'agents'
  questions: string[]
  updated: string
  /** First and last day on which it is searched, such as 2026-03-31; open where not given. */
  validFrom?: string
  validUntil?: string
  passages: Passage[]
}

/** What an author writes of an article; everything else follows from it. */
export interface ArticleContent {
  title: string
  summary: string
  questions: string[]
  /** Markdown: an opening, then sections under `##`. */
  body: string
  /** ISO 639-1. */
  language: string
  audience: 'public' | 'agents'
  tags: string[]
  /** Null where open. */
  validFrom: string | null
  validUntil: string | null
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
/** How far the words of a message are those that an article is known by. */
export interface WordCover {
  /** Share, 0 to 1, of what its words say: each by how rare it is and how like the likest word of the article. */
  share: number
  /** Words of the message in all: the longer it is, the more of them are beside the matter. */
  words: number
}

export interface FoundPassage {
  passage: Passage
  /** Calibrated chance, 0 to 1, that this passage answers the message. */
  probability: number
  /** Cosine to the message, −1 to 1; null when search ran on words alone. */
  similarity: number | null
}
