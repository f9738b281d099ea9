/** What will happen, and when; whatever is due at the same instant happens in the order it was noted. */
export interface Agenda {
  note(at: Date, act: () => Promise<void>): void
  /** Takes out one after the other what comes before `end`, what is noted meanwhile too. */
  until(end: Date): Iterable<{ at: Date; act: () => Promise<void> }>
}

export function createAgenda(): Agenda {
  const steps: { at: Date; act: () => Promise<void> }[] = []
  return {
    note(at, act) {
      // From the end: most of what is noted comes after most of what is there.
      let place = steps.length
      while (place > 0 && (steps[place - 1]?.at ?? at) > at) place--
      steps.splice(place, 0, { at, act })
    },
    *until(end) {
      for (let step = steps.shift(); step && step.at < end; step = steps.shift()) yield step
    },
  }
}
