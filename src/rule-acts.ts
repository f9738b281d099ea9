import { type ActContext, fillTemplate, type RuleActs } from './automation/index.ts'
import { appendMessage, changeConversation, lockConversation } from './conversation/index.ts'
import { findCustomer } from './customers/index.ts'
import { type Conversation, conflict, notFound, type Tx } from './domain/index.ts'
import { addNotices, findAgent, listAgents } from './people/index.ts'
import { changeTagsByRule, findOpenTicket, listTickets } from './tickets/index.ts'

export interface RuleActParts {
  /** Gives the conversation to an agent, or with null back to the queue. */
  transfer(tx: Tx, conversationId: string, toAgentId: string | null): Promise<void>
  /** Ends the assignment and resolves the ticket. */
  endWork(tx: Tx, conversation: Conversation): Promise<void>
  knownTags(): ReadonlySet<string>
}

const SYSTEM = { kind: 'system', id: null } as const

/**
 * What rules can do to conversations, joined from the steps that own them. An action whose step can't do it yet is left
 * out here and so is not offered anywhere: `set_priority`, `snooze`, `close`, `start_flow` and `assign` by skill get
 * their place in this list.
 */
export function createRuleActs(parts: RuleActParts): RuleActs {
  return {
    async add_tags(tx, { tags }, context) {
      return changeTags(tx, context, { add: tags, remove: [] })
    },
    async remove_tags(tx, { tags }, context) {
      return changeTags(tx, context, { add: [], remove: tags })
    },

    async assign(tx, { to }, { conversationId }) {
      if (to !== 'queue' && 'skill' in to) throw conflict('skill-later', 'Assigning by skill is not possible here yet.')
      // Routing takes its own lock before the conversation's, so nothing is locked yet.
      await parts.transfer(tx, conversationId, to === 'queue' ? null : to.agentId)
      return to === 'queue' ? 'Back to the queue.' : 'Offered to the agent.'
    },

    async note(tx, { text }, context) {
      const conversation = await locked(tx, context.conversationId)
      const filled = await fill(tx, conversation, text)
      await appendMessage(tx, conversation, {
        kind: 'note',
        author: 'system',
        text: `${filled}\n(Rule “${context.ruleName}”)`,
      })
      return 'Note written.'
    },
    reply: (tx, { text }, context) => say(tx, context, text),

    async ask_rating(tx, { text }, context) {
      const conversation = await locked(tx, context.conversationId)
      if (conversation.rating !== null) return 'Not asked: it is rated already.'
      if (conversation.owner !== 'resolved')
        throw conflict('not-resolved', 'Only a resolved conversation can be rated.')
      return say(tx, context, text)
    },

    async notify(tx, { who, text }, context) {
      const conversation = await locked(tx, context.conversationId)
      const filled = await fill(tx, conversation, text)
      const agentIds =
        who === 'leads'
          ? (await listAgents(tx)).flatMap(({ id, role }) => (role === 'lead' ? [id] : []))
          : [conversation.agentId].flatMap((id) => id ?? [])
      if (agentIds.length === 0) throw conflict('nobody-to-notify', 'Nobody was told: no agent has the conversation.')
      await addNotices(tx, { agentIds, conversationId: conversation.id, text: filled })
      return `Told ${agentIds.length === 1 ? '1 person' : `${agentIds.length} people`}.`
    },

    async resolve(tx, _action, context) {
      const conversation = await locked(tx, context.conversationId)
      if (conversation.owner === 'resolved') return 'It was resolved already.'
      await parts.endWork(tx, conversation)
      const said = await appendMessage(tx, conversation, {
        kind: 'public',
        author: 'system',
        text: 'This conversation is marked as resolved. Write again at any time to go on.',
      })
      await changeConversation(
        tx,
        said.conversation,
        { owner: 'resolved', resolvedAt: new Date(), waitingSince: null },
        [{ type: 'conversation.resolved', data: { by: 'rule' }, actor: SYSTEM }],
      )
      return 'Resolved.'
    },
  }

  async function changeTags(tx: Tx, { conversationId }: ActContext, change: { add: string[]; remove: string[] }) {
    const conversation = await locked(tx, conversationId)
    const events = await changeTagsByRule(tx, conversationId, change, parts.knownTags())
    if (events.length === 0) return 'It was so already.'
    await changeConversation(tx, conversation, {}, events)
    return change.add.length > 0 ? `Added ${change.add.join(', ')}.` : `Removed ${change.remove.join(', ')}.`
  }
}

/** Where a person has the conversation, it is said as a fact of the system's, and never in the assistant's name. */
async function say(tx: Tx, { conversationId }: ActContext, text: string): Promise<string> {
  const conversation = await locked(tx, conversationId)
  const filled = await fill(tx, conversation, text)
  await appendMessage(tx, conversation, {
    kind: 'public',
    author: conversation.owner === 'assistant' ? 'assistant' : 'system',
    text: filled,
  })
  return 'Sent to the customer.'
}

async function locked(tx: Tx, id: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id)
  if (!conversation) throw notFound('conversation-unknown', 'There is no conversation with this id.')
  return conversation
}

async function fill(tx: Tx, conversation: Conversation, text: string): Promise<string> {
  if (!text.includes('{{')) return text
  const customer = await findCustomer(tx, conversation.customerId)
  const ticket = (await findOpenTicket(tx, conversation.id)) ?? (await listTickets(tx, conversation.id)).at(-1) ?? null
  return fillTemplate(text, {
    'customer.name': customer?.name ?? null,
    'customer.email': customer?.email ?? null,
    'agent.name': conversation.agentId === null ? null : ((await findAgent(tx, conversation.agentId))?.name ?? null),
    'ticket.number': ticket === null ? null : String(ticket.number),
    'ticket.priority': ticket?.priority ?? null,
    'ticket.skill': ticket?.requiredSkill ?? null,
    'conversation.id': conversation.id,
    'conversation.rating': conversation.rating === null ? null : String(conversation.rating),
  })
}
