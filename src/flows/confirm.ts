import { type End, type FlowCard, type FlowStep, forget, type Run, type Taken } from './flow.ts'
import { STOPPED } from './wording.ts'

/** Something the customer may put right at the summary. */
export interface Changeable {
  /** The quick reply: "Another address". */
  label: string
  /** Words by which they name it. */
  words: RegExp
  slots: string[]
  /** Fills the slots when the reply holds the new value already; true when it did. */
  read?(run: Run): Promise<boolean>
}

export const OTHER_ORDER: Changeable = {
  label: 'Another order',
  words: /\border\b/i,
  slots: ['orderNumber', 'items'],
}

/** The summary before anything is changed. Only a plain yes goes on; a no asks what to put right. */
export function confirmStep(options: {
  summary(run: Run): Promise<string> | string
  /** The same as a question and its parts. */
  card(run: Run): Promise<Pick<FlowCard, 'title' | 'lines'>> | Pick<FlowCard, 'title' | 'lines'>
  yes: string
  changeable: Changeable[]
  confirmed(run: Run): Promise<End> | End
}): FlowStep {
  const { changeable } = options
  const change = async (run: Run, part: Changeable): Promise<Taken> => {
    if (!(await part.read?.(run))) forget(run, ...part.slots)
    forget(run, 'changing')
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
      const named = changeable.find(({ label, words }) => said === label.toLowerCase() || words.test(text))
      const heard = said === options.yes.toLowerCase() ? 'yes' : answer
      if (run.slots.changing !== undefined) {
        const only = changeable.length === 1 ? changeable[0] : undefined
        const part = named ?? only
        return part ? change(run, part) : { again: sayWhich(changeable) }
      }
      if (heard === 'yes') return options.confirmed(run)
      for (const part of changeable) if (await part.read?.(run)) return 'restart'
      if (named) return change(run, named)
      if (heard !== 'no') return { again: `Please answer with yes or no.\n\n${await options.summary(run)}` }
      if (changeable.length === 0) return { end: 'completed', text: STOPPED }
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
