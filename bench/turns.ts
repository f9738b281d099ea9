/**
 * Whole turns through a running server and its sockets: `npx tsx bench/turns.ts http://127.0.0.1:3000`. Start the server with
 * `EARSHOT_MESSAGES_PER_MINUTE=100000 EARSHOT_VISITORS_PER_MINUTE=100000`, on the database that is to be measured. First one
 * customer alone, then 20 at once, five questions each. Prints milliseconds from sending to the answer, and turns a second.
 */
import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'

const QUESTIONS = [
  'where is my order',
  'how do I get an invoice',
  'hello',
  'do you ship to Norway',
  'which payment methods do you take',
]
const WARM_UP = 5
const ALONE = 40
const AT_ONCE = 20
const ROUNDS = 10

const url = process.argv[2]
if (!url) throw new Error('Name the address of a running server: npx tsx bench/turns.ts http://127.0.0.1:3000')

/** One new customer asks everything, one question after the other; the milliseconds until each answer. */
async function askAll(): Promise<number[]> {
  const session = await fetch(`${url}/api/customer/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (!session.ok) throw new Error(`No session: ${session.status} ${await session.text()}`)
  const { token } = (await session.json()) as { token: string }
  const socket = io(`${url}/customer`, { auth: { token }, transports: ['websocket'], forceNew: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const times: number[] = []
  for (const text of QUESTIONS) {
    const sentAt = performance.now()
    const answered = new Promise<void>((resolve) => {
      const look = ({ author }: { author: string }) => {
        if (author === 'customer') return
        socket.off('message:new', look)
        resolve()
      }
      socket.on('message:new', look)
    })
    const ack = await socket.timeout(30_000).emitWithAck('message:send', { clientMessageId: randomUUID(), text })
    if (!ack.ok) throw new Error(ack.error.message)
    await answered
    times.push(performance.now() - sentAt)
  }
  socket.close()
  return times
}

function describe(name: string, times: number[], seconds: number): void {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)
  console.log(
    `${name}: ${times.length} turns, ${(times.length / seconds).toFixed(0)} a second; ` +
      `until the answer ${at(0.5)} ms at the median, ${at(0.99)} ms at the 99th percentile`,
  )
}

async function timed(name: string, work: () => Promise<number[]>): Promise<void> {
  const from = performance.now()
  const times = await work()
  describe(name, times, (performance.now() - from) / 1000)
}

for (let i = 0; i < WARM_UP; i++) await askAll()
await timed('one customer', async () => {
  const times: number[] = []
  for (let i = 0; i < ALONE; i++) times.push(...(await askAll()))
  return times
})
await timed(`${AT_ONCE} customers at once`, async () => {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    times.push(...(await Promise.all(Array.from({ length: AT_ONCE }, askAll))).flat())
  }
  return times
})
