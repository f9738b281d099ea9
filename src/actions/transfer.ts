import { appendMessage, changeConversation, describe } from '../conversation/index.ts'
import {
  type Actor,
  type Agent,
  type Conversation,
  conflict,
  type Database,
  type Owner,
  type TransferReason,
  type TransferTarget,
  type Tx,
} from '../domain/index.ts'
import type { TransferOrder } from '../routing/index.ts'
import { findOpenTicket, requireSkill } from '../tickets/index.ts'
import { mayAct } from './agents.ts'
import type { TicketWork } from './ticket-work.ts'

export interface TransferParts {
  database: Database
  work: Pick<TicketWork, 'moveOpen'>
  /** Routing's: takes its own lock before the conversation's, so that nothing may be locked yet. */
  transfer(tx: Tx, order: TransferOrder): Promise<Conversation>
  /** After the commit: publish, and look whom to ask. */
  afterCommit(): void
}

export interface Transfer {
  to: TransferTarget
  why: TransferReason
  /** For whoever takes it next. */
  note: string | null
  /** How the sender saw it: somebody who accepted, resolved or passed it on meanwhile was faster. */
  seen: { owner: Owner; agentId: string | null }
}

/** Passes a conversation on for an agent, in one transaction; refused as a whole with `conflict` when somebody was faster. */
export function createTransfer({ database, work, transfer, afterCommit }: TransferParts) {
  return async (agent: Agent, conversationId: string, { to, why, note, seen }: Transfer): Promise<void> => {
    await database.transaction(async (tx) => {
      const check = (conversation: Conversation) => {
        refuseChanged(conversation, seen)
        mayAct(conversation, agent)
      }
      const actor: Actor = { kind: 'agent', id: agent.id }
      const handedOn = await transfer(tx, { conversationId, to, by: agent, why, check })
      let left = await work.moveOpen(tx, handedOn, 'open', { actor, reason: 'passed on' })
      if (to !== 'queue' && 'skill' in to) left = await changeSkill(tx, left, to.skill, actor, 'person')
      if (note !== null) await appendMessage(tx, left, { kind: 'note', author: 'agent', agentId: agent.id, text: note })
    })
    afterCommit()
  }
}

function refuseChanged({ owner, agentId }: Conversation, seen: Transfer['seen']): void {
  if (owner === seen.owner && agentId === seen.agentId) return
  throw conflict(
    'changed-hands',
    `Nothing was passed on: meanwhile this conversation is ${describe(owner)}. Look again before you pass it on.`,
  )
}

/** The open ticket asks for another skill from now on. */
export async function changeSkill(
  tx: Tx,
  conversation: Conversation,
  skill: string,
  actor: Actor,
  by: 'rule' | 'person',
): Promise<Conversation> {
  const ticket = await findOpenTicket(tx, conversation.id)
  if (!ticket || ticket.requiredSkill === skill) return conversation
  await requireSkill(tx, ticket.id, skill)
  const data = { ticketId: ticket.id, was: ticket.requiredSkill, now: skill, by }
  return changeConversation(tx, conversation, {}, [{ type: 'ticket.skill_changed', data, actor }])
}
