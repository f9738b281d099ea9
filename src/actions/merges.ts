import { appendMessage, changeConversation, lockConversation } from '../conversation/index.ts'
import {
  type Actor,
  type Agent,
  type Conversation,
  conflict,
  type Database,
  invalid,
  type NewEvent,
  notAllowed,
  notFound,
  type Ticket,
  type Tx,
} from '../domain/index.ts'
import { listAgents } from '../people/index.ts'
import {
  endMerge,
  findMerge,
  findOpenTicket,
  findResolvedTicket,
  hasMerged,
  insertMerge,
  isOnChannel,
  isSamePerson,
  type Stood,
} from '../tickets/index.ts'

/** What other steps do inside the transaction; handed in by compose. */
export interface MergeParts {
  database: Database
  afterCommit(): void
  /** Makes the agent the owner. */
  takeOver(tx: Tx, agent: Agent, conversation: Conversation): Promise<Conversation>
  endWork(tx: Tx, conversation: Conversation, outcome: 'resolved' | 'returned', actor: Actor): Promise<void>
  /** Opens the resolved ticket again, in the queue since then. */
  requeue(tx: Tx, conversation: Conversation, ticket: Ticket, since: Date, actor: Actor): Promise<Conversation>
}

/**
 * Two conversations of one person about one matter become one. Nothing is moved: the first is resolved, its customer reads
 * and writes in the other from then on, and undoing puts it back where it stood, with its ticket.
 */
export function createMergeActions(parts: MergeParts) {
  return {
    /** Repeated, it changes nothing. */
    async merge(agent: Agent, fromId: string, intoId: string): Promise<void> {
      if (fromId === intoId)
        throw invalid('merge-with-itself', 'A conversation cannot be merged into itself.', 'intoId')
      await parts.database.transaction(async (tx) => {
        const { from, into } = await lockBoth(tx, fromId, intoId)
        const present = await findMerge(tx, fromId)
        if (present?.intoId === intoId) return
        await checkMerge(tx, agent, { from, into, isMerged: present !== null })
        const ticket = await findOpenTicket(tx, fromId)
        const { owner, agentId, waitingSince } = from
        const stood = { owner, agentId, waitingSince: waitingSince?.toISOString() ?? null }
        await insertMerge(tx, { fromId, intoId, ticketId: ticket?.id ?? null, stood, agentId: agent.id })
        const event = tell('merge.made', from, into, agent)
        const joined = await appendMessage(tx, into, { kind: 'public', author: 'system', text: GOES_ON_HERE })
        await changeConversation(tx, joined.conversation, {}, [event])
        if (from.owner === 'resolved') {
          await changeConversation(tx, from, {}, [event])
          return
        }
        await parts.endWork(tx, from, 'resolved', event.actor)
        const said = await appendMessage(tx, from, {
          kind: 'public',
          author: 'system',
          text: await whereItGoesOn(tx, into),
        })
        const resolved = { type: 'conversation.resolved', data: { by: 'agent' }, actor: event.actor } as const
        const change = { owner: 'resolved', resolvedAt: new Date(), waitingSince: null } as const
        await changeConversation(tx, said.conversation, change, [event, resolved])
      })
      parts.afterCommit()
    },

    /** The conversation is where it was, unless its ticket was closed meanwhile: then it is the agent's who undoes it. */
    async undoMerge(agent: Agent, fromId: string): Promise<void> {
      await parts.database.transaction(async (tx) => {
        const found = await findMerge(tx, fromId)
        if (!found) return
        const { from, into } = await lockBoth(tx, fromId, found.intoId)
        // Somebody else may have undone it before the locks were ours.
        const merge = await findMerge(tx, fromId)
        if (merge?.id !== found.id) return
        mayAct(into, agent)
        const event = tell('merge.undone', from, into, agent)
        await changeConversation(tx, into, {}, [event])
        const told = await changeConversation(tx, from, {}, [event])
        if (from.owner === 'resolved' && merge.ticketId !== null) {
          const back = await putBack(tx, told, merge.stood, agent)
          await appendMessage(tx, back, {
            kind: 'public',
            author: 'system',
            text: 'This conversation goes on here again.',
          })
        }
        await endMerge(tx, merge, agent.id)
      })
      parts.afterCommit()
    },
  }

  /** To whoever had it, or to its place in the queue where nobody had, or they are not here any more. */
  async function putBack(tx: Tx, from: Conversation, stood: Stood | null, undoer: Agent): Promise<Conversation> {
    const ticket = await findResolvedTicket(tx, from.id)
    if (!ticket || !stood) return parts.takeOver(tx, undoer, from)
    const had = stood.owner === 'agent' && (await listAgents(tx)).find(({ id }) => id === stood.agentId)
    if (had) return parts.takeOver(tx, had, from)
    const since = stood.waitingSince === null ? new Date() : new Date(stood.waitingSince)
    return parts.requeue(tx, from, ticket, since, { kind: 'agent', id: undoer.id })
  }
}

const GOES_ON_HERE = 'Your other conversation with us about the same matter goes on here. We have what you wrote there.'

/** Always in the order of their ids, so that two who merge crosswise do not wait for each other. */
async function lockBoth(tx: Tx, fromId: string, intoId: string): Promise<{ from: Conversation; into: Conversation }> {
  const locked = new Map<string, Conversation | null>()
  for (const id of [fromId, intoId].sort()) locked.set(id, await lockConversation(tx, id))
  const [from, into] = [locked.get(fromId), locked.get(intoId)]
  if (!from || !into) throw notFound('conversation-unknown', 'One of the two conversations does not exist any more.')
  return { from, into }
}

async function checkMerge(
  tx: Tx,
  agent: Agent,
  { from, into, isMerged }: { from: Conversation; into: Conversation; isMerged: boolean },
): Promise<void> {
  mayAct(from, agent)
  mayAct(into, agent)
  if (isMerged)
    throw conflict('already-merged', 'This conversation is merged into another one already. Undo that first.')
  if (await findMerge(tx, into.id)) {
    throw conflict('into-merged', 'The other conversation is itself merged into a third. Merge into that one.')
  }
  if (await hasMerged(tx, from.id)) {
    throw conflict('has-merged', 'Another conversation is merged into this one. Undo that first.')
  }
  if (!(await isSamePerson(tx, from.id, into.id))) {
    throw invalid(
      'not-same-customer',
      'Only conversations of one customer can be merged: the same visitor, or both verified as one address now.',
      'intoId',
    )
  }
  if (await isOnChannel(tx, from.id)) {
    throw conflict('from-channel', 'The customer reads this conversation on a channel only. Merge the other into it.')
  }
}

function mayAct(conversation: Conversation, agent: Agent): void {
  if (agent.role === 'agent' && conversation.agentId !== null && conversation.agentId !== agent.id) {
    throw notAllowed('not-yours', 'A colleague has one of the two conversations. Ask them first.')
  }
}

async function whereItGoesOn(tx: Tx, into: Conversation): Promise<string> {
  const ticket = await findOpenTicket(tx, into.id)
  const which = ticket ? `, ticket #${ticket.number}` : ''
  return `You wrote to us about the same matter in another conversation${which}. It goes on there, and nothing you wrote here is lost.`
}

const tell = (type: 'merge.made' | 'merge.undone', from: Conversation, into: Conversation, agent: Agent): NewEvent => ({
  type,
  data: { fromId: from.id, intoId: into.id },
  actor: { kind: 'agent', id: agent.id },
})
