/**
 * The shared words, as types. Imports nothing but zod; everything else may import it.
 *
 * - **customer** writes in the widget; **agent** takes escalations in the console; **lead** steers.
 * - **conversation**: the running exchange with one customer; each change takes its next `version`.
 * - **message**: a public utterance, numbered by `seq`; a **note** is for agents only and has no `seq`.
 * - **turn**: one customer message taken through understand, search, decide, apply.
 * - **escalation**: the decision that a person is needed. **Assignment**: the choice of which.
 *   **Handoff**: the moment that person takes over. **Ticket**: the record that tracks it.
 * - **queue**: tickets waiting, by urgency, then by waiting time.
 */
export * from './card.ts'
export * from './conversation.ts'
export * from './database.ts'
export * from './decision.ts'
export * from './errors.ts'
export * from './events.ts'
export * from './field-faults.ts'
export * from './flow.ts'
export * from './intent.ts'
export * from './knowledge.ts'
export * from './order.ts'
export * from './people.ts'
export * from './priority.ts'
export * from './report.ts'
export * from './rule.ts'
export * from './service-level.ts'
export * from './source.ts'
export * from './ticket.ts'
export * from './transfer.ts'
export * from './understanding.ts'
