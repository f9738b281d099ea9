/**
 * The conversation as stored: receiving a message once, claiming a turn with a lease, the table of who may own it when,
 * and the one transaction that applies a turn. Every change takes the next version under the row lock.
 */
export { type Applied, type ApplyParts, applyTurn, type DecidedTurn } from './apply.ts'
export { addAttachment, countAttachments, findAttachment, sweepAttachments } from './attachment-store.ts'
export {
  appendMessage,
  type ConversationChange,
  changeConversation,
  findByClientMessageId,
  findColleagueSince,
  findConversation,
  findMessage,
  listMessages,
  lockConversation,
  type NewMessage,
} from './conversation-store.ts'
export { correctIntent, correctSentiment } from './corrections-store.ts'
export { currentConversation, listReaders, type Thread } from './customer-conversations-store.ts'
export { lockFree, type Move, moveConversations } from './move-store.ts'
export { rate } from './rate.ts'
export { type Received, receive } from './receive.ts'
export { lockSilent } from './silent-store.ts'
export { describe } from './transitions.ts'
export { createTurnQueue, type TurnQueue } from './turn-queue.ts'
export {
  type ClaimedTurn,
  claimTurn,
  findUnclaimed,
  hasUndecided,
  meanScoreBefore,
  releaseLease,
} from './turn-store.ts'
