import type {
  Attachment,
  Card,
  Challenge,
  CodeOutcome,
  Entity,
  Expectation,
  FlowName,
  Identity,
  NewJob,
  Order,
  Orders,
} from '../domain/index.ts'

/** The customer's message, as a flow sees it. */
export interface FlowInput {
  messageId: string
  text: string
  entities: readonly Entity[]
  /** Of the earlier messages, newest first. */
  known: readonly Entity[]
  attachments: readonly Attachment[]
  /** What the dialogue took it for: agreement, refusal, or neither. */
  answer: 'yes' | 'no' | null
  /** Whether it is a question of the customer's own. */
  asks: boolean
}

/** What flows may learn and make up; every function that asks somebody has a time limit and throws `unavailable`. */
export interface FlowFacts {
  now: Date
  newId(): string
  identity: Identity | null
  orders: Pick<Orders, 'find' | 'listOf'>
  /** What an order number looks like here; null when that is not known. */
  orderExample: string | null
  codes: {
    /** False when no mail can be sent, so that nobody can be identified by a code. */
    canSend: boolean
    create(): Challenge
    isLocked(about: CodeSubject): Promise<boolean>
    /** False when so many codes were asked for to this address that no more are sent for now. */
    maySend(email: string): Promise<boolean>
    /** Counts a wrong code; a right one makes the customer known by this e-mail address. The same message counts once. */
    check(attempt: { messageId: string; code: string; challenge: Challenge } & CodeSubject): Promise<CodeOutcome>
  }
}

export interface CodeSubject {
  email: string
  orderNumber: string
}

/** One turn of one run of a flow. Steps read and fill it. */
export interface Run {
  id: string
  slots: Record<string, string>
  input: FlowInput
  facts: FlowFacts
  identity: Identity | null
  /** The order of `slots.orderNumber`; null when it is not there or not this customer's. Asked once a turn. */
  order(): Promise<Order | null>
  jobs: NewJob[]
}

/** What a card says beside what every message has. */
export type FlowCard = Omit<Card, 'standsFor'>

export interface Question {
  text: string
  /** Stands for the whole text of the question. */
  card?: FlowCard
  expects: Expectation
  quickReplies?: string[]
}

/** The flow is over. `person`: somebody of this skill takes it from here; `offersPerson`: they are only offered. */
export interface End {
  end: 'completed' | 'failed'
  text: string
  card?: FlowCard
  offersPerson?: boolean
  person?: { skill: string }
}

/**
 * What a step makes of a reply. `again` says what was wrong and counts as a failed try; `ask` puts another question of the
 * same step; `restart` walks through the steps anew with the slots as they are now.
 */
export type Taken = 'taken' | 'restart' | { again: string } | { ask: Question } | End

export interface FlowStep {
  name: string
  /** Null when there is nothing to ask. */
  ask(run: Run): Promise<Question | End | null>
  take(run: Run): Promise<Taken>
}

export interface FlowDefinition {
  name: FlowName
  title: string
  steps: FlowStep[]
  /** Slots an agent may read, with their labels. */
  labels: Record<string, string>
}

/** The latest entity of a type: of this message, else of the earlier ones. */
export function entityOf(run: Run, type: string, { said = false } = {}): string | undefined {
  const of = (entities: readonly Entity[]) => entities.find((entity) => entity.type === type)?.value
  return of(run.input.entities) ?? (said ? of(run.input.known) : undefined)
}

/** Takes slots back, so that their steps ask again. */
export function forget(run: Run, ...slots: readonly string[]): void {
  for (const slot of slots) delete run.slots[slot]
}
