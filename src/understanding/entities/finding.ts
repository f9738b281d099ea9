/** Something found in a text. Offsets are UTF-16 units of that text, end exclusive. */
export interface Finding {
  type: string
  value: string
  /** How a person reads the value, where the value is an id. */
  label?: string
  start: number
  end: number
}

/** Stands for every unit of a text that is taken: no letter, no digit, no blank. */
export const TAKEN = '\ufffc'

/** Finds in order, never overlapping. `now` is when the text was written. Total: any text, any length up to 4,000. */
export type Finder = (text: string, now: Date) => Finding[] | Promise<Finding[]>
