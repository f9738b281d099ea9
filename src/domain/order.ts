export const ORDER_STATUSES = ['placed', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

export interface Address {
  name: string
  /** With the house number. */
  street: string
  postcode: string
  city: string
  /** ISO 3166, two letters. */
  country: string
}

export interface OrderItem {
  name: string
  quantity: number
  /** Of one piece. */
  priceCents: number
}

export interface Order {
  number: string
  /** Whose order it is; lower case. Nobody else may learn that the order exists. */
  email: string
  status: OrderStatus
  placedAt: Date
  items: OrderItem[]
  totalCents: number
  /** ISO 4217. */
  currency: string
  address: Address
  /** The carrier's number; null until the order has shipped. */
  tracking: string | null
  /** The carrier's page of this parcel, http or https. */
  trackingUrl: string | null
  /** What was ordered, as a picture on one of the company's own sites. */
  imageUrl: string | null
}

/** What the assistant may do to orders, always by a job and only after the customer has confirmed it. */
export type OrderAct =
  | { kind: 'cancel_order'; number: string }
  | { kind: 'change_address'; number: string; street: string; postcode: string; city: string }
  | { kind: 'return_order'; number: string; items: string[]; reason: string }
  | { kind: 'reset_password'; email: string }

/** `reference` is what the customer can name later, such as the number of a return. A refusal is final and changes nothing. */
export type ActOutcome = { done: true; reference: string | null } | { done: false; reason: string }

/**
 * The shop's orders, whoever keeps them. Each call has a time limit and throws `unavailable` when there was no usable
 * answer. `act` with a key that was acted on before gives the first outcome and changes nothing.
 */
export interface Orders {
  find(number: string): Promise<Order | null>
  /** Newest first, at most ten. */
  listOf(email: string): Promise<Order[]>
  act(act: OrderAct, key: string): Promise<ActOutcome>
}
