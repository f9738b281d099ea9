import type { ActOutcome, Orders, Queryable } from '../domain/index.ts'
import { CODES_AN_HOUR, countCodes, type Job } from './job-store.ts'

export interface PerformParts {
  database: Queryable
  orders: Orders
  mail: {
    send(mail: { to: string; subject: string; text: string; key: string }): Promise<void>
    probe(): Promise<void>
  }
  codeOf(challengeId: string): string
}

/** Does what a job says, under its key. Throws when it is not known whether it is done. */
export async function performJob(parts: PerformParts, { act, key }: Job): Promise<ActOutcome> {
  if (act.kind !== 'send_code') return parts.orders.act(act, key)
  const order = await parts.orders.find(act.orderNumber)
  const isTheirs = order?.email === act.email
  if (isTheirs && (await countCodes(parts.database, act.email)) <= CODES_AN_HOUR) {
    const code = parts.codeOf(act.challengeId)
    await parts.mail.send({
      to: act.email,
      subject: `${code} is your code`,
      text: `Your code is ${code}. It holds for 10 minutes.\n\nSomebody asked in our chat about order ${act.orderNumber}. If it was not you, ignore this message.`,
      key,
    })
    return { done: true, reference: null }
  }
  // As likely to fail as a mail, so that a failure says nothing of whether there is such an order.
  await parts.mail.probe()
  return { done: false, reason: 'no such order' }
}
