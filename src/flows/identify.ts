import type { Order } from '../domain/index.ts'
import { type End, entityOf, type FlowStep, forget, type Run, type Taken } from './flow.ts'
import { itemsInWords, LOCKED, NEW_CODE, NOT_YOURS, TOO_MANY_CODES } from './wording.ts'

/** What a code that was asked for leaves in the slots. */
export const CHALLENGE_SLOTS = ['challenge', 'codeHash', 'codeUntil'] as const

/** " It looks like TG-104233.", after a question for one. */
const looksLike = ({ facts: { orderExample } }: Run) => (orderExample === null ? '' : ` It looks like ${orderExample}.`)
const CHOICES_AT_MOST = 5
const EMAIL_WANTED = 'Which e-mail address did you order with?'

/**
 * The steps every flow about an order begins with: which order, whose, and the proof of it. Until the proof is there
 * the replies are the same whether the order exists or not.
 */
export function orderSteps(options: { purpose: string; wanted?: (order: Order) => boolean }): FlowStep[] {
  return [whichOrder(options), whoseOrder, proof, knownOrder]
}

function whichOrder({ purpose, wanted }: { purpose: string; wanted?: (order: Order) => boolean }): FlowStep {
  const take = (run: Run): Taken => {
    const number = entityOf(run, 'order_number')
    const email = run.identity ? undefined : entityOf(run, 'email')
    if (number === undefined && email !== undefined) {
      run.slots.email = email
      const text = `I have noted ${email}. What is the order number?${looksLike(run)}`
      return { ask: { text, expects: 'order_number' } }
    }
    if (number === undefined) {
      return { again: `I need the order number to go on.${looksLike(run)}` }
    }
    run.slots.orderNumber = number
    return 'taken'
  }
  return {
    name: 'order',
    async ask(run) {
      run.slots.orderNumber ??= entityOf(run, 'order_number', { said: true }) ?? ''
      if (run.slots.orderNumber !== '') return null
      forget(run, 'orderNumber')
      if (!run.identity) {
        const text = `${purpose} What is the order number?${looksLike(run)}`
        return { text, expects: 'order_number' }
      }
      const orders = (await run.facts.orders.listOf(run.identity.email)).filter(wanted ?? (() => true))
      const [only] = orders
      if (orders.length === 1 && only) {
        run.slots.orderNumber = only.number
        return null
      }
      const text = orders.length > 1 ? 'Which order is it about?' : 'What is the order number?'
      return {
        text: `${purpose} ${text}`,
        expects: 'order_number',
        quickReplies: orders.slice(0, CHOICES_AT_MOST).map((order) => `${order.number}: ${itemsInWords(order.items)}`),
      }
    },
    take: async (run) => take(run),
  }
}

const whoseOrder: FlowStep = {
  name: 'email',
  async ask(run) {
    if (run.identity) return null
    const said = run.slots.email ?? entityOf(run, 'email', { said: true })
    if (said === undefined) {
      const text = `Before I look at order ${run.slots.orderNumber}, I have to know that it is yours. ${EMAIL_WANTED}`
      return { text, expects: 'email' }
    }
    run.slots.email = said
    return null
  },
  async take(run) {
    const email = entityOf(run, 'email')
    if (email === undefined) return { again: `That is not an e-mail address I can read. ${EMAIL_WANTED}` }
    run.slots.email = email
    return 'taken'
  },
}

const proof: FlowStep = {
  name: 'code',
  async ask(run) {
    if (run.identity) return null
    const about = subjectOf(run)
    if (!run.facts.codes.canSend) {
      return {
        end: 'failed',
        text: 'I cannot send you a code here to know that it is you. A person can help.',
        offersPerson: true,
      }
    }
    if (await run.facts.codes.isLocked(about)) return locked
    if (!(await run.facts.codes.maySend(about.email))) return tooMany
    sendCode(run)
    const text = `I look it up now. If order ${about.orderNumber} belongs to ${about.email}, a code of six digits goes to that address and holds for 10 minutes. Please type it here.`
    return { text, expects: 'code', quickReplies: [NEW_CODE] }
  },
  async take(run) {
    // Another try of a turn in which the code was right already.
    if (run.identity) return 'taken'
    if (run.input.text.trim().toLowerCase() === NEW_CODE.toLowerCase()) {
      const isSent = await run.facts.codes.maySend(subjectOf(run).email)
      if (isSent) sendCode(run)
      const text = isSent
        ? 'I have asked for a new code; only the newest counts. Please type it here.'
        : `${TOO_MANY_CODES} The newest one still counts, for 10 minutes after it was sent. Please type it here, or ask for a person.`
      return { ask: { text, expects: 'code', quickReplies: [NEW_CODE] } }
    }
    const code = /(?<![\w-])\d{3}[ -]?\d{3}(?![\w-])/.exec(run.input.text)?.[0].replaceAll(/\D/g, '')
    if (code === undefined) return { again: 'I wait for the code of six digits from the e-mail. Please type it here.' }
    return checkCode(run, code)
  },
}

async function checkCode(run: Run, code: string): Promise<Taken> {
  const about = subjectOf(run)
  const { challenge = '', codeHash = '', codeUntil = '' } = run.slots
  const outcome = await run.facts.codes.check({
    messageId: run.input.messageId,
    code,
    challenge: { id: challenge, codeHash, until: new Date(codeUntil) },
    ...about,
  })
  switch (outcome) {
    case 'right':
      run.identity = { email: about.email, method: 'code' }
      forget(run, ...CHALLENGE_SLOTS)
      return 'taken'
    case 'wrong':
      return { again: 'That is not the code. Please look at the newest e-mail and type the six digits again.' }
    case 'expired': {
      if (!(await run.facts.codes.maySend(about.email))) return tooMany
      sendCode(run)
      const text = 'That code is over 10 minutes old. I have asked for a new one. Please type it here.'
      return { ask: { text, expects: 'code', quickReplies: [NEW_CODE] } }
    }
    case 'locked':
      return locked
  }
}

/** The order must be there and theirs, now that it is known who they are. */
const knownOrder: FlowStep = {
  name: 'known-order',
  async ask(run) {
    if (await run.order()) return null
    const text = NOT_YOURS(run.slots.orderNumber ?? '', run.identity?.email ?? '')
    return { text: `${text} Which number is it?`, expects: 'order_number' }
  },
  async take(run) {
    const number = entityOf(run, 'order_number')
    if (number === undefined) return { again: `I need an order number of yours.${looksLike(run)}` }
    run.slots.orderNumber = number
    return 'restart'
  },
}

const tooMany: End = {
  end: 'failed',
  text: `${TOO_MANY_CODES} Nothing was changed. You can try again later, or ask for a person.`,
  offersPerson: true,
}
const locked: End = { end: 'failed', text: LOCKED, offersPerson: true }

const subjectOf = ({ slots }: Run) => ({ email: slots.email ?? '', orderNumber: slots.orderNumber ?? '' })

function sendCode(run: Run): void {
  const { id, codeHash, until } = run.facts.codes.create()
  Object.assign(run.slots, { challenge: id, codeHash, codeUntil: until.toISOString() })
  run.jobs.push({
    runId: run.id,
    step: `code-${id}`,
    act: { kind: 'send_code', challengeId: id, ...subjectOf(run) },
  })
}
