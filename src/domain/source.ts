/** The quick reply and option that asks for a person; understood as such whatever the models say. */
export const TALK_TO_PERSON = 'Talk to a person'

/** The quick reply that leaves a guided dialogue. */
export const STOP_FLOW = 'Stop here'

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
