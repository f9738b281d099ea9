import { confirmStep } from '../confirm.ts'
import { entityOf, type FlowDefinition } from '../flow.ts'

/** Needs no proof of identity: the link goes to the account's own address, and nothing is said of whether there is one. */
export const resetPassword: FlowDefinition = {
  name: 'reset_password',
  title: 'Reset the password',
  labels: { email: 'e-mail' },
  steps: [
    {
      name: 'email',
      async ask(run) {
        run.slots.email ??= run.identity?.email ?? entityOf(run, 'email', { said: true }) ?? ''
        if (run.slots.email !== '') return null
        delete run.slots.email
        return {
          text: 'I can have a link sent with which you choose a new password. What is the e-mail address of your account?',
          expects: 'email',
        }
      },
      async take(run) {
        const email = entityOf(run, 'email')
        if (email === undefined)
          return { again: 'That is not an e-mail address I can read. What is the address of your account?' }
        run.slots.email = email
        return 'taken'
      },
    },
    confirmStep({
      summary: ({ slots }) =>
        `A link to choose a new password would go to ${slots.email}, if there is an account with that address.`,
      card: ({ slots }) => ({
        title: 'Send a link to choose a new password?',
        lines: [`To: ${slots.email}, if it has an account`],
      }),
      yes: 'Yes, send it',
      changeable: [{ label: 'Another address', words: /\b(?:address|e-?mail)\b/i, slots: ['email'] }],
      confirmed(run) {
        run.jobs.push({ runId: run.id, step: 'reset', act: { kind: 'reset_password', email: run.slots.email ?? '' } })
        return {
          end: 'completed',
          text: 'The link is on its way, if there is an account with that address. Please look into the spam folder too.',
        }
      },
    }),
  ],
}
