import { confirmStep } from '../confirm.ts'
import { entityOf, type FlowDefinition, type Run } from '../flow.ts'
import { valueIn } from '../said.ts'

const SHORTEST_NEED = 6

/** Takes down what sales will ask first, then calls somebody of sales. */
export const talkToSales: FlowDefinition = {
  name: 'talk_to_sales',
  title: 'Talk to sales',
  labels: { need: 'needs', company: 'company', email: 'e-mail' },
  steps: [
    {
      name: 'need',
      async ask(run) {
        if (run.slots.need !== undefined) return null
        // "We need 25 laptops for our office" says it already.
        if (/\d/.test(run.input.text)) {
          run.slots.need = run.input.text.trim().slice(0, 300)
          return null
        }
        return {
          text: 'I can bring you to somebody from sales. Which products do you need, and how many?',
          expects: 'text',
        }
      },
      async take(run) {
        if (run.input.asks) return { again: 'Which products do you need, and how many?' }
        if (run.input.text.trim().length < SHORTEST_NEED) {
          return { again: 'Please name products and numbers, such as “20 Nimbus 14 laptops”.' }
        }
        run.slots.need = run.input.text.trim().slice(0, 300)
        return 'taken'
      },
    },
    {
      name: 'company',
      async ask(run) {
        if (run.slots.company !== undefined) return null
        return { text: 'For which company or organisation is it?', expects: 'text', quickReplies: ['Just for me'] }
      },
      async take(run) {
        if (run.input.asks) return { again: 'For which company or organisation is it? “Just for me” is fine too.' }
        run.slots.company = run.input.text.trim().slice(0, 120)
        return 'taken'
      },
    },
    {
      name: 'email',
      async ask(run) {
        run.slots.email ??= run.identity?.email ?? entityOf(run, 'email', { said: true }) ?? ''
        if (run.slots.email !== '') return null
        delete run.slots.email
        return { text: 'At which e-mail address can sales reach you, should the chat end?', expects: 'email' }
      },
      async take(run) {
        const email = entityOf(run, 'email')
        if (email === undefined)
          return { again: 'That is not an e-mail address I can read. Where can sales reach you?' }
        run.slots.email = email
        return 'taken'
      },
    },
    confirmStep({
      summary: ({ slots }) =>
        `I would pass this to sales: “${slots.need}”, for ${slots.company}, reachable at ${slots.email}.`,
      card: ({ slots }) => ({
        title: 'Pass this to sales?',
        lines: [`Needed: ${slots.need}`, `For: ${slots.company}`, `Reachable at: ${slots.email}`],
      }),
      yes: 'Yes, pass it on',
      changeable: [
        { label: 'What I need', words: /\b(?:need|products?|number)\b/i, slots: ['need'], read: takeNeed },
        { label: 'The company', words: /\b(?:company|organisation|name)\b/i, slots: ['company'], read: takeCompany },
        { label: 'The e-mail address', words: /\b(?:address|e-?mail)\b/i, slots: ['email'] },
      ],
      confirmed: () => ({
        end: 'completed',
        text: 'Somebody from sales answers you here.',
        person: { skill: 'sales' },
      }),
    }),
  ],
}

/** "The company is Beta instead", "it is for Beta", at the summary. */
function takeCompany({ slots, input }: Run): boolean {
  const company =
    valueIn(input.text, 'company|organisation|organization|firm') ??
    /^\W*(?:no\b\W*|sorry\b\W*)*(?:it'?s|it is) for (.+?)(?:,? (?:instead|please))*[.!]*$/i.exec(input.text.trim())?.[1]
  if (company) slots.company = company.slice(0, 120)
  return Boolean(company)
}

/** "Make it 30 headsets", at the summary. */
function takeNeed({ slots, input }: Run): boolean {
  const need =
    valueIn(input.text, 'need|number|products?') ??
    /\b(?:make (?:it|that)|(?:i|we) (?:need|want|meant))\b (.*\d.*?)(?:,? (?:instead|please))*[.!]*$/i.exec(
      input.text.trim(),
    )?.[1]
  if (need) slots.need = need.slice(0, 300)
  return Boolean(need)
}
