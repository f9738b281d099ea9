import { TALK_TO_PERSON } from '../domain/index.ts'
import type { JobEnd } from './job-runner.ts'
import type { Job } from './job-store.ts'

/** What the customer reads when a job is over; null when there is nothing to add to what was said before. */
export function sayJobEnd({ act }: Job, end: JobEnd): { text: string; quickReplies: string[] } | null {
  if (end.status === 'failed')
    return { text: `${FAILED[act.kind]} Shall a person take over?`, quickReplies: [TALK_TO_PERSON] }
  const { outcome } = end
  // Whether there was an account, or an order with that address, is nobody's business.
  if (act.kind === 'send_code' || act.kind === 'reset_password') return null
  if (!outcome.done) {
    const text = `That was not possible: ${outcome.reason}. Nothing was changed. Shall a person look into it?`
    return { text, quickReplies: [TALK_TO_PERSON] }
  }
  switch (act.kind) {
    case 'cancel_order':
      return {
        text: `Order ${act.number} is cancelled. What you have paid goes back the way you paid it.`,
        quickReplies: [],
      }
    case 'change_address':
      return { text: `Order ${act.number} now goes to ${act.street}, ${act.postcode} ${act.city}.`, quickReplies: [] }
    case 'return_order': {
      const number = outcome.reference === null ? '' : ` Its number is ${outcome.reference}.`
      return {
        text: `The return for order ${act.number} is set up.${number} Please hand in the parcel soon.`,
        quickReplies: [],
      }
    }
  }
}

const FAILED: Record<Job['act']['kind'], string> = {
  cancel_order: 'I could not reach the order system, so I cannot say that the order is cancelled.',
  change_address: 'I could not reach the order system, so I cannot say that the address is changed.',
  return_order: 'I could not reach the order system, so I cannot say that the return is set up.',
  reset_password: 'The link could not be sent.',
  send_code: 'Codes cannot be sent at the moment.',
}
