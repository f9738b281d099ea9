import { type ActContext, fillTemplate, type RuleActs, ratingQuestion, textFor } from '../automation/index.ts'
import { appendMessage, changeConversation } from '../conversation/index.ts'
import { findCustomer } from '../customers/index.ts'
import { type Conversation, conflict, type Tx } from '../domain/index.ts'
import { addNotices, findAgent, listAgents } from '../people/index.ts'
import { changeTagsByRule, findOpenTicket, listTickets } from '../tickets/index.ts'
import { markResolved } from './mark-resolved.ts'
import { createRuleFlowAct, type RuleFlowParts } from './rule-flow-act.ts'
import { createRuleTicketActs, locked, type RuleTicketParts } from './rule-ticket-acts.ts'

export interface RuleActParts extends RuleTicketParts, RuleFlowParts {
  knownTags(): ReadonlySet<string>
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })
const SYSTEM = { kind: 'system', id: null } as const

/** What rules can do to conversations, joined from the steps that own them. What is left out here is offered nowhere. */
export function createRuleActs(parts: RuleActParts): RuleActs {
  return {
    ...createRuleTicketActs(parts),
    start_flow: createRuleFlowAct(parts),

    async add_tags(tx, { tags }, context) {
      return changeTags(tx, context, { add: tags, remove: [] })
    },
    async remove_tags(tx, { tags }, context) {
      return changeTags(tx, context, { add: [], remove: tags })
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
    reply: (tx, action, context) => say(tx, context, ({ language }) => textFor(action, language)),

    async ask_rating(tx, action, context) {
      const conversation = await locked(tx, context.conversationId)
      if (conversation.rating !== null) return 'Not asked: it is rated already.'
      if (conversation.owner !== 'resolved')
        throw conflict('not-resolved', 'Only a resolved conversation can be rated.')
      return say(tx, context, ({ language }) => textFor(action, language, ratingQuestion))
    },

    async notify(tx, { who, text }, context) {
      const conversation = await locked(tx, context.conversationId)
      const filled = await fill(tx, conversation, text)
      const agentIds =
        who === 'leads'
          ? (await listAgents(tx)).flatMap(({ id, role }) => (role === 'agent' ? [] : [id]))
          : [conversation.agentId].flatMap((id) => id ?? [])
      if (agentIds.length === 0) {
        const why = who === 'leads' ? 'there is neither a lead nor an admin' : 'no agent has the conversation'
        throw conflict('nobody-to-notify', `Nobody was told: ${why}.`)
      }
      await addNotices(tx, { agentIds, conversationId: conversation.id, text: filled })
      return `Told ${agentIds.length === 1 ? '1 person' : `${agentIds.length} people`}.`
    },

    async resolve(tx, _action, context) {
      const conversation = await locked(tx, context.conversationId)
      if (conversation.owner === 'resolved') return 'It was resolved already.'
      await parts.work.endWork(tx, conversation, 'resolved', SYSTEM)
      await markResolved(tx, conversation, { by: 'rule', actor: SYSTEM })
      return 'Resolved.'
    },
  }

  async function changeTags(
    tx: Tx,
    { conversationId, ruleName }: ActContext,
    change: { add: string[]; remove: string[] },
  ) {
    const conversation = await locked(tx, conversationId)
    const events = await changeTagsByRule(tx, conversationId, change, {
      ruleName,
      knownTags: parts.knownTags(),
    })
    if (events.length === 0) return 'It was so already.'
    await changeConversation(tx, conversation, {}, events)
    return change.add.length > 0 ? `Added ${change.add.join(', ')}.` : `Removed ${change.remove.join(', ')}.`
  }
}

/** Where a person has the conversation, it is said as a fact of the system's, and never in the assistant's name. */
async function say(
  tx: Tx,
  { conversationId }: ActContext,
  choose: (conversation: Conversation) => ReturnType<typeof textFor>,
): Promise<string> {
  const conversation = await locked(tx, conversationId)
  const { text, language } = choose(conversation)
  const filled = await fill(tx, conversation, text)
  await appendMessage(tx, conversation, {
    kind: 'public',
    author: conversation.owner === 'assistant' ? 'assistant' : 'system',
    text: filled,
  })
  return language === null ? 'Sent to the customer.' : `Sent to the customer in ${LANGUAGES.of(language) ?? language}.`
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
