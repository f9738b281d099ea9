import type { z } from 'zod'
import type {
  CustomerConversation,
  CustomerMessage,
  CustomerServerEvents,
  OpenResult,
  openRequest,
  rateRequest,
  SendResult,
  sendRequest,
  typingRequest,
} from '../../src/protocol/customer.ts'
import type { WireError } from '../../src/protocol/shared.ts'

/** What may be asked of the server, and what comes back. */
export interface Requests {
  'conversation:open': { payload: z.input<typeof openRequest>; result: OpenResult }
  'message:send': { payload: z.input<typeof sendRequest>; result: SendResult }
  'typing:set': { payload: z.input<typeof typingRequest>; result: unknown }
  'rating:send': { payload: z.input<typeof rateRequest>; result: unknown }
}

/** The line to the server, as the client sees it. */
export interface Connection {
  start(): void
  stop(): void
  isUp(): boolean
  /** Connects now where it was waiting to try again. */
  wake(): void
  /** Drops a line that looks dead and connects again. */
  renew(): void
  /** Rejects with `Refused` when the server says no, with `NoAnswer` when it says nothing in time or the line breaks. */
  request<Name extends keyof Requests>(
    name: Name,
    payload: Requests[Name]['payload'],
  ): Promise<Requests[Name]['result']>
}

export interface ConnectionEvents {
  up(): void
  down(): void
  message(message: CustomerMessage): void
  conversation(conversation: CustomerConversation): void
  typing(state: Parameters<CustomerServerEvents['typing']>[0]): void
  /** The old token was refused; the customer is a new one, with no conversation. */
  newCustomer(): void
  /** The server refuses to connect and says why; it is tried again later. */
  refused(error: WireError): void
}

export class Refused extends Error {
  readonly wire: WireError
  constructor(wire: WireError) {
    super(wire.message)
    this.wire = wire
  }
}

export class NoAnswer extends Error {}
