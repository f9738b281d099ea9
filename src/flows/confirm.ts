import { type End, type FlowCard, type FlowStep, forget, type Run, type Taken } from './flow.ts'
import { ONLY_AFTER_YES, STOPPED } from './wording.ts'

/** Something the customer may put right at the summary. */
export interface Changeable {
  /** The quick reply: "Another address". */
  label: string
  /** Words by which they name it. */
  words: RegExp
  slots: string[]
  /** Fills the slots when the reply holds the new value already; true when it did. */
  read?(run: Run): Promise<boolean> | boolean
}

export const OTHER_ORDER: Changeable = {
  label: 'Another order',
  words: /\border\b/i,
  slots: ['orderNumber', 'items'],
}

/** The summary before anything is changed. Only a plain yes acts; a no asks what to put right, or with nothing to put right leaves. */
export function confirmStep(options: {
  summary(run: Run): Promise<string> | string
  /** The same as a question and its parts. */
  card(run: Run): Promise<Pick<FlowCard, 'title' | 'lines'>> | Pick<FlowCard, 'title' | 'lines'>
  yes: string
  changeable: Changeable[]
  confirmed(run: Run): Promise<End> | End
}): FlowStep {
  const { changeable } = options
  const change = (run: Run, part: Changeable): Taken => {
    forget(run, ...part.slots, 'changing')
    return 'restart'
  }
  return {
    name: 'confirm',
    async ask(run) {
      const text = `${await options.summary(run)}\n\nShall I do that?`
      const replies = [options.yes, 'No']
      return { text, card: { ...(await options.card(run)), replies }, expects: 'yes_or_no', quickReplies: replies }
    },
    async take(run) {
      const { text, answer } = run.input
      const said = text.trim().toLowerCase()
      const isChanging = run.slots.changing !== undefined
      const chosen = changeable.find(({ label }) => said === label.toLowerCase())
      if (chosen) return change(run, chosen)
      if (!isChanging && (said === options.yes.toLowerCase() || answer === 'yes')) return options.confirmed(run)
      for (const part of changeable) {
        if (!(await part.read?.(run))) continue
        forget(run, 'changing')
        return 'restart'
      }
      const named = changeable.find(({ words }) => words.test(text))
      if (named) return change(run, named)
      if (answer === 'no' && (isChanging || changeable.length === 0)) return { end: 'completed', text: STOPPED }
      if (isChanging) {
        const [only, ...others] = changeable
        return only && others.length === 0 ? change(run, only) : { again: sayWhich(changeable) }
      }
      if (answer !== 'no') return { again: `${ONLY_AFTER_YES} ${await options.summary(run)}\n\nShall I do that?` }
      run.slots.changing = 'yes'
      return {
        ask: {
          text: 'Nothing was changed. What is different?',
          expects: 'choice',
          quickReplies: changeable.map(({ label }) => label),
        },
      }
    },
  }
}

const sayWhich = (changeable: readonly Changeable[]) =>
  `Please say what is different: ${changeable.map(({ label }) => label.toLowerCase()).join(', ')}.`
