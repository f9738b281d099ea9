/** Where an answer stands written. */
export interface Source {
  articleId: string
  title: string
  heading: string | null
}

/** One thing the customer may choose when the assistant asks back. */
export interface ClarifyOption {
  /** What the button says. */
  title: string
  intent: string | null
  articleId: string | null
}
