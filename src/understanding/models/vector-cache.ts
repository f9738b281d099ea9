/** The last `capacity` values asked for, by text; the least recently used goes first. */
export class VectorCache<Value> {
  readonly #values = new Map<string, Value>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(text: string): Value | undefined {
    const value = this.#values.get(text)
    if (value === undefined) return undefined
    // A Map keeps insertion order: taken out and put back, the entry is the youngest.
    this.#values.delete(text)
    this.#values.set(text, value)
    return value
  }

  set(text: string, value: Value): void {
    this.#values.delete(text)
    this.#values.set(text, value)
    if (this.#values.size <= this.#capacity) return
    const oldest = this.#values.keys().next()
    if (!oldest.done) this.#values.delete(oldest.value)
  }
}
