/**
 * What an escalation leaves for people: the ticket with its priority and reasons, the packet that tells the whole
 * story, and the tags of the conversation. Priority and packet are pure; the stores write inside the caller's transaction.
 */
export { buildPacket, type PacketInput } from './packet.ts'
export { decidePriority, type PriorityInput } from './priority.ts'
export { listTagExamples } from './tag-examples-store.ts'
export {
  changeTags,
  listTags,
  MODEL_TAG_PROBABILITY,
  setModelTags,
  setRuleTags,
  type TagChange,
} from './tags-store.ts'
export { checkTicketMove } from './ticket-states.ts'
export {
  findOpenTicket,
  findResolvedTicket,
  listTickets,
  moveTicket,
  type NewTicket,
  openTicket,
} from './ticket-store.ts'
export { wishedSkills } from './wished-skills.ts'
