import type { OrderAct } from './order.ts'
import type { Entity } from './understanding.ts'

export const FLOW_NAMES = [
  'order_status',
  'cancel_order',
  'return_order',
  'change_address',
  'damaged_item',
  'reset_password',
  'talk_to_sales',
] as const
export type FlowName = (typeof FLOW_NAMES)[number]

/** What kind of reply a flow's question asks for; a message that is none may be a question of its own. */
export type Expectation = 'order_number' | 'email' | 'code' | 'yes_or_no' | 'choice' | 'text' | 'photo'

/** A flow under way, kept with the conversation; null in the dialogue when there is none. */
export interface FlowState {
  name: FlowName
  /** What the agent reads: "Cancel an order". */
  title: string
  /** One run from start to end; part of the idempotency key of everything done outside. */
  runId: string
  step: string
  expects: Expectation
  /** Asked last; repeated after the customer has asked something else. */
  question: string
  quickReplies: string[]
  /** What is known so far, by name. */
  slots: Record<string, string>
  /** The dialog engine's own state, as JSON. */
  dialog: unknown
}

/** A task as a part of a message asks for it. */
export interface AskedTask {
  intent: string
  /** The customer's words for it, and what was found in them. */
  text: string
  entities: Entity[]
}

/** Something to be done outside, once the turn is committed. */
export interface NewJob {
  /** Unique within its run, so that conversation, run and step are the idempotency key. */
  step: string
  runId: string
  act: JobAct
}

export type JobAct = OrderAct | { kind: 'send_code'; challengeId: string; email: string; orderNumber: string }

/** Who the customer is known to be. */
export interface Identity {
  /** Verified; lower case. */
  email: string
  /** Logged in on the shop's own site, or read a one-time code sent to the address. */
  method: 'login' | 'code'
}

/** A one-time code that was asked for. The code itself is never kept. */
export interface Challenge {
  id: string
  codeHash: string
  /** The code is refused afterwards. */
  until: Date
}

/** `locked`: three wrong ones in 15 minutes, of this customer or for this address and order; right ones are refused too. */
export type CodeOutcome = 'right' | 'wrong' | 'expired' | 'locked'

/** A file of a customer; its bytes are kept apart. */
export interface Attachment {
  id: string
  name: string
  /** Found in the bytes, not believed from the sender. */
  type: string
  bytes: number
}
