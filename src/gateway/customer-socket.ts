import type { Server } from 'socket.io'
import { currentConversation, type Received } from '../conversation/index.ts'
import { type Conversation, type Database, EarshotError, unavailable } from '../domain/index.ts'
import {
  CONSOLE_NAMESPACE,
  CUSTOMER_NAMESPACE,
  type OpenResult,
  openRequest,
  rateRequest,
  type SendResult,
  sendRequest,
  typingRequest,
} from '../protocol/index.ts'
import type { CustomerTokens } from './customer-tokens.ts'
import type { ReportError } from './errors.ts'
import type { Limits } from './limits.ts'
import type { Reach } from './reach.ts'
import { answer, refuse } from './requests.ts'
import { customerMessagesAfter, viewCustomerConversation } from './views/customer-view-store.ts'

/** More tabs than a person has. */
const MAX_SOCKETS = 10

export const customerRoom = (customerId: string) => `customer:${customerId}`
export const watchersRoom = (conversationId: string) => `watching:${conversationId}`

export interface CustomerSocketParts {
  database: Database
  tokens: CustomerTokens
  limits: Limits
  assistantName: string
  reach: Reach
  isOriginAllowed(origin: string | undefined, host: string | undefined): boolean
  customerExists(customerId: string): Promise<boolean>
  /** Stores the message and starts its turn. */
  receive(incoming: {
    customerId: string
    clientMessageId: string
    text: string
    attachments: readonly string[]
  }): Promise<Received>
  rate(customerId: string, conversationId: string, rating: number, comment: string | null): Promise<void>
  isStopping(): boolean
  report: ReportError
}

/** The customer's side of the sockets: namespace `/customer`, opened by the customer's token. */
export function serveCustomers(io: Server, parts: CustomerSocketParts): void {
  const namespace = io.of(CUSTOMER_NAMESPACE)

  namespace.use(async (socket, next) => {
    try {
      const { origin, host } = socket.handshake.headers
      if (!parts.isOriginAllowed(origin, host)) {
        return next(refuse('origin-not-allowed', `The site ${origin} may not embed this widget.`))
      }
      const customerId = await parts.tokens.read(socket.handshake.auth.token)
      if (customerId === null || !(await parts.customerExists(customerId))) {
        return next(refuse('token-invalid', 'This session is not known here. Start a new one.'))
      }
      if ((namespace.adapter.rooms.get(customerRoom(customerId))?.size ?? 0) >= MAX_SOCKETS) {
        return next(refuse('too-many-sockets', 'This conversation is open in too many places.'))
      }
      socket.data.customerId = customerId
      next()
    } catch (error) {
      parts.report(error)
      next(refuse('unavailable', 'The server can’t open a session right now. Try again in a moment.'))
    }
  })

  namespace.on('connection', (socket) => {
    const customerId = String(socket.data.customerId)
    void socket.join(customerRoom(customerId))

    const mine = async (): Promise<Conversation | null> => currentConversation(parts.database, customerId)

    answer(socket, 'conversation:open', openRequest, parts.report, async ({ lastSeq }): Promise<OpenResult> => {
      const conversation = await mine()
      if (!conversation) return { conversation: null, messages: [] }
      return {
        conversation: await viewCustomerConversation(parts.database, conversation.id),
        messages: await customerMessagesAfter(parts.database, conversation.id, lastSeq, parts),
      }
    })

    answer(socket, 'message:send', sendRequest, parts.report, async (request): Promise<SendResult> => {
      if (parts.isStopping())
        throw unavailable('stopping', 'The server is restarting. Your message will be sent again.')
      await parts.limits.messages.use(customerId)
      const { message, repeated } = await parts.receive({ customerId, ...request })
      // A widget that catches up after a lost connection must not throttle itself.
      if (repeated) await parts.limits.messages.giveBack(customerId)
      const conversation = await viewCustomerConversation(parts.database, message.conversationId)
      const [stored] = await customerMessagesAfter(
        parts.database,
        message.conversationId,
        (message.seq ?? 1) - 1,
        parts,
      )
      if (!conversation || !stored) throw new Error(`Message ${message.id} vanished after it was stored.`)
      return { conversation, message: stored }
    })

    answer(socket, 'typing:set', typingRequest, parts.report, async ({ typing }) => {
      const conversation = await mine()
      if (conversation) {
        parts.reach
          .to(CONSOLE_NAMESPACE, watchersRoom(conversation.id))
          .emit('typing', { conversationId: conversation.id, author: 'customer', name: 'Customer', typing })
      }
      return {}
    })

    answer(socket, 'rating:send', rateRequest, parts.report, async ({ conversationId, rating, comment }) => {
      const conversation = await mine()
      if (conversation?.id !== conversationId) {
        throw new EarshotError('not-found', 'conversation-unknown', 'This conversation is not yours or not there.')
      }
      await parts.rate(conversation.customerId, conversationId, rating, comment)
      return {}
    })
  })
}
