/**
 * What an escalation leaves for people: the ticket with its priority and reasons, the packet that tells the whole
 * story, the tags of the conversation, and other tickets of the same matter. Priority,
 * packet and likeness are pure; the stores write inside the caller's transaction.
 */
export {
  overridePriority,
  raiseByMessage,
  raiseByWaiting,
  releasePriority,
  setPriorityByRule,
} from './change-priority.ts'
export { type ExpectedTimeQuality, evaluateExpectedTime } from './expected-time/evaluate.ts'
export { countWaitingTickets, listResolvedTickets } from './expected-time/expected-time-store.ts'
export {
  type ExpectedTimeModel,
  FEWEST_TICKETS,
  fitExpectedTime,
  predictExpectedTime,
} from './expected-time/model.ts'
export { matterOf } from './matter.ts'
export { endMerge, findMerge, hasMerged, insertMerge, isOnChannel, isSamePerson, type Stood } from './merges-store.ts'
export { buildPacket, type PacketInput } from './packet.ts'
export { decidePriority, type PriorityInput, priorityNow, type Rank, WAITING_STEPS_MINUTES } from './priority.ts'
export { listLongWaiting } from './priority-store.ts'
export { type Matter, relate } from './relate.ts'
export { listPastTickets, listUnrelated, type PastTicket, storeRelated } from './related-store.ts'
export { changeTagsByRule } from './rule-tags-store.ts'
export { listTagExamples } from './tag-examples-store.ts'
export {
  changeTags,
  listTags,
  MODEL_TAG_PROBABILITY,
  setModelTags,
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
  requireSkill,
} from './ticket-store.ts'
export { wishedSkills } from './wished-skills.ts'
