/**
 * What the assistant does with one customer message, decided from gathered evidence by a pure function, with every
 * sentence it says and what it remembers until the next turn.
 */

export { looksLikeQuestion } from './customer-says.ts'
export { decide } from './decide.ts'
export type { ClauseEvidence, Evidence } from './evidence.ts'
export { type FlowDecision, heardAs } from './flow-moves.ts'
export { questionBefore, readEllipsis } from './follow-up.ts'
export { offerNext } from './later-tasks.ts'
export { nextDialogue } from './next-state.ts'
export { ownAddress } from './own-address.ts'
export { refusesPerson } from './person-wanted.ts'
export { DEFAULT_POLICY, type Policy } from './policy.ts'
export { PERSON_OPTION } from './reply.ts'
export { shorten } from './shorten.ts'
export { HELPED, NOT_HELPED, TALK_TO_PERSON } from './wording.ts'
