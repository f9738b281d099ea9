/** Things to come, the earliest first; those of the same time in the order they were added. */
export class Agenda<T> {
  private readonly heap: { at: number; order: number; what: T }[] = []
  private added = 0

  add(at: number, what: T): void {
    const { heap } = this
    heap.push({ at, order: this.added++, what })
    let i = heap.length - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.isBefore(i, parent)) return
      this.swap(i, parent)
      i = parent
    }
  }

  next(): { at: number; what: T } | null {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last) return null
    if (heap.length > 0) {
      heap[0] = last
      this.sink()
    }
    return first
  }

  private sink(): void {
    let i = 0
    for (;;) {
      const left = 2 * i + 1
      const child = this.isBefore(left + 1, left) ? left + 1 : left
      if (!this.isBefore(child, i)) return
      this.swap(i, child)
      i = child
    }
  }

  private isBefore(i: number, j: number): boolean {
    const a = this.heap[i]
    const b = this.heap[j]
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order))
  }

  private swap(i: number, j: number): void {
    const a = this.heap[i]
    const b = this.heap[j]
    if (!a || !b) return
    this.heap[i] = b
    this.heap[j] = a
  }
}
