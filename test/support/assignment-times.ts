import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/domain/index.ts'
import { AgentClient } from './agent-client.ts'
import { CustomerClient } from './customer-client.ts'
import { until } from './wait.ts'

const ROUNDS = 3

/**
 * For each cause, how many milliseconds later the agent's console showed the offer: the fastest of three rounds, since
 * other work on the machine only ever adds. Customers write to one address, the agent sits at the other. Takes Lotte of
 * the demo company, who must be the only one connected, and leaves her with a capacity of 1. `roadMs` is what a note takes
 * from the click to the console on this machine, where nothing is to be decided.
 */
export async function assignmentTimes(
  database: Database,
  { customersAt, agentAt }: { customersAt: string; agentAt: string },
): Promise<{ times: Record<'new ticket' | 'freed place' | 'agent online', number>; roadMs: number }> {
  await database.query(`update agents set capacity = 1 where email = 'lotte@techgear.example'`)
  const lotte = await (await AgentClient.login(agentAt, 'lotte@techgear.example')).connect()
  const best = { 'new ticket': Infinity, 'freed place': Infinity, 'agent online': Infinity }

  const escalate = async () => {
    const customer = await CustomerClient.connect(customersAt)
    const { message } = await customer.send('I want to talk to a human about my order')
    await customer.next(message.seq, ({ author }) => author === 'assistant')
    customer.close()
    return message.conversationId
  }
  const offeredAt = (id: string) =>
    until(`the offer of ${id}`, () => {
      const isOffered = lotte.changes.some(({ summary }) => summary.id === id && summary.owner === 'offered')
      return isOffered && Date.now()
    })
  const escalatedAt = async (id: string) => {
    const [row] = await database.query<{ at: Date }>(
      `select at from events where conversation_id = $1 and type = 'conversation.escalated'`,
      [id],
    )
    return row?.at.getTime() ?? Number.NaN
  }
  const note = (cause: keyof typeof best, ms: number) => {
    best[cause] = Math.min(best[cause], ms)
  }

  let roadMs = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const first = await escalate()
    note('new ticket', (await offeredAt(first)) - (await escalatedAt(first)))
    await lotte.act(first, 'accept')
    const noted = Date.now()
    await lotte.act(first, 'note', { clientMessageId: randomUUID(), text: 'Just looking.' })
    await until('the note', () =>
      lotte.changes.some(
        ({ summary, messages }) => summary.id === first && messages.some(({ kind }) => kind === 'note'),
      ),
    )
    roadMs = Math.min(roadMs, Date.now() - noted)

    const second = await escalate()
    await lotte.row(second, (row) => row.owner === 'queued')
    let from = Date.now()
    await lotte.act(first, 'resolve')
    note('freed place', (await offeredAt(second)) - from)
    await lotte.act(second, 'accept')
    await lotte.act(second, 'resolve')

    await lotte.post('/api/console/availability', { availability: 'away', reason: 'lunch' })
    const third = await escalate()
    await lotte.row(third, (row) => row.owner === 'queued')
    from = Date.now()
    await lotte.post('/api/console/availability', { availability: 'online' })
    note('agent online', (await offeredAt(third)) - from)
    await lotte.act(third, 'accept')
    await lotte.act(third, 'resolve')
  }
  lotte.disconnect()
  return { times: best, roadMs }
}
