import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'

const LONGEST_WAIT_MS = 30_000
export const PASSWORD = 'earshot-demo'

/** Customers and agents who speak the protocol with the server at `url`, without a browser. */
export function peopleAt(url) {
  const sockets = []
  /** An agent online by cookie and socket, without a browser. */
  async function goOnline(name) {
    const cookie = await cookieOf(name)
    await connect('/console', { extraHeaders: { cookie } })
    const act = (id, action, body = {}) => post(`/api/console/conversations/${id}/${action}`, body, cookie)
    return {
      act,
      async reply(id, text) {
        const detail = await fetch(`${url}/api/console/conversations/${id}`, { headers: { cookie } })
        const { messages } = await detail.json()
        const lastSeenSeq = Math.max(0, ...messages.map(({ seq }) => seq ?? 0))
        await act(id, 'reply', { clientMessageId: randomUUID(), text, lastSeenSeq })
      },
    }
  }

  /** A customer by token and socket, who waits for each answer. */
  async function openCustomer(session = {}) {
    const { token } = await (await post('/api/customer/sessions', session)).json()
    const socket = await connect('/customer', { auth: { token } })
    const ask = async (event, payload) => {
      const ack = await socket.timeout(LONGEST_WAIT_MS).emitWithAck(event, payload)
      if (!ack.ok) throw new Error(ack.error.message)
      return ack.result
    }
    const customer = {
      conversationId: '',
      ask,
      async send(text) {
        const { message } = await ask('message:send', { clientMessageId: randomUUID(), text })
        customer.conversationId = message.conversationId
      },
      async say(text) {
        const answered = new Promise((resolve) => {
          socket.on('message:new', ({ author }) => author === 'assistant' && resolve())
        })
        await customer.send(text)
        await answered
      },
    }
    return customer
  }

  async function connect(namespace, options) {
    const socket = io(url + namespace, { transports: ['websocket'], forceNew: true, ...options })
    sockets.push(socket)
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    return socket
  }

  async function post(path, body, cookie) {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
    return response
  }

  async function cookieOf(name) {
    const response = await post('/api/login', { email: `${name}@techgear.example`, password: PASSWORD })
    return response.headers.getSetCookie()[0].split(';')[0]
  }

  async function chat(texts, session) {
    const customer = await openCustomer(session)
    for (const text of texts) await customer.say(text)
    return customer
  }

  /** The agent accepts, or takes over what was queued, answers, and resolves where the customer rates. */
  async function help(customer, agent, replies, thanks, rating) {
    await agent.act(customer.conversationId, 'accept')
    for (const text of replies) await agent.reply(customer.conversationId, text)
    if (thanks) await customer.send(thanks)
    if (rating === null) return
    await agent.act(customer.conversationId, 'resolve')
    await customer.ask('rating:send', { conversationId: customer.conversationId, rating, comment: null })
  }

  return {
    goOnline,
    chat,
    help,
    /** What the person of this name asks of the console's HTTP. */
    async ask(name, path, body) {
      return (await post(`/api/console${path}`, body, await cookieOf(name))).json()
    },
    leave: () => {
      for (const socket of sockets) socket.disconnect()
    },
  }
}
