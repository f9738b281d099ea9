import { createHash, randomUUID } from 'node:crypto'
import type { Received, Thread } from '../../conversation/index.ts'
import { type Database, type Tx, unavailable } from '../../domain/index.ts'
import { CONSOLE_NAMESPACE, messageText } from '../../protocol/index.ts'
import { watchersRoom } from '../customer-socket.ts'
import type { Limits } from '../limits.ts'
import type { Reach } from '../reach.ts'
import type { Envelope, Incoming } from './activity.ts'
import {
  type ChannelAddress,
  findChannelConversation,
  findSeqOf,
  keepChannelCustomer,
  listChannelConversations,
  lockChannelCustomer,
  noteGreeting,
  renewChannelConversation,
  setHandledOutside,
  startChannelConversation,
} from './channel-store.ts'
import type { Connector } from './fetch-file.ts'
import { GIVEN_BACK_BY_CHANNEL } from './handoff.ts'
import type { Reference } from './sdk.ts'
import { type FilesParts, takeFiles } from './take-files.ts'

export interface IncomingParts extends FilesParts {
  database: Database
  limits: Limits
  reach: Reach
  isStopping(): boolean
  /** Somebody new, by the name the channel gives, if any; returns their id. */
  createCustomer(tx: Tx, name: string | null): Promise<string>
  /** Stores the message and starts its turn. */
  receive(incoming: {
    customerId: string
    clientMessageId: string
    text: string
    attachments: string[]
    thread: Thread
  }): Promise<Received>
  channelActions: {
    note(conversationId: string, note: { clientMessageId: string; text: string }): Promise<void>
    /** Said to the customer by the system, once per `clientMessageId`. */
    tell(conversationId: string, said: { clientMessageId: string; text: string }): Promise<void>
    handBack(conversationId: string, reason: string): Promise<void>
    customerLeft(conversationId: string): Promise<void>
  }
}

/**
 * Channels that say themselves who a person is. Elsewhere (Direct Line, Web Chat, the Emulator) the page makes the id
 * up, and two people may have the same: there a person is known within one conversation only.
 */
const VOUCHING = new Set(['email', 'facebook', 'line', 'msteams', 'slack', 'sms', 'telegram', 'twilio-sms', 'webex'])

/** What an activity brings about. Resolves when it is committed. */
export async function takeIn(
  parts: IncomingParts,
  envelope: Envelope,
  incoming: Incoming,
  reference: Reference,
  way: { greet(): void; authorization(): Promise<string | null> },
): Promise<void> {
  if (parts.isStopping()) throw unavailable('stopping', 'The server is restarting. Send the activity again.')
  const address = addressOf(envelope)
  // Channels may send an activity again; most number them.
  const activityId = envelope.id ?? randomUUID()
  switch (incoming.kind) {
    case 'message':
      return takeMessage(parts, envelope, address, incoming, reference, way)
    case 'edited':
    case 'deleted':
      return noteChange(parts, address, incoming)
    case 'joined':
      if (await noteGreeting(parts.database, address.channel, address.externalId)) way.greet()
      return
    case 'typing':
      return showTyping(parts, address)
    case 'handoff':
      return takeHandoffStatus(parts, address, incoming, activityId)
    case 'ended':
      return end(parts, address, activityId)
    case 'invoke':
    case 'ignored':
      return
  }
}

const addressOf = ({ channelId, conversation, from }: Envelope): ChannelAddress => ({
  channel: channelId,
  externalId: conversation.id,
  personId: from.id,
})

async function takeMessage(
  parts: IncomingParts,
  envelope: Envelope,
  address: ChannelAddress,
  message: Extract<Incoming, { kind: 'message' }>,
  { activityId: _renewed, ...reference }: Reference,
  { authorization }: Pick<Connector, 'authorization'>,
): Promise<void> {
  const customerId = await customerOf(parts, envelope, address)
  await parts.limits.messages.use(customerId)
  const { serviceUrl } = envelope
  const { ids, refusals } = await takeFiles(parts, customerId, message.files, { serviceUrl, authorization })
  const { repeated, conversation } = await parts.receive({
    customerId,
    clientMessageId: message.activityId,
    text: message.text,
    attachments: ids,
    thread: {
      find: (tx) => renewChannelConversation(tx, address, reference),
      begin: (tx, conversationId) => startChannelConversation(tx, address, conversationId, reference),
    },
  })
  if (repeated) return parts.limits.messages.giveBack(customerId)
  if (refusals.length > 0) {
    const told = { clientMessageId: `refused-${keyOf(message.activityId)}`, text: refusals.join('\n') }
    await parts.channelActions.tell(conversation.id, told)
  }
}

function customerOf(parts: IncomingParts, { from }: Envelope, address: ChannelAddress): Promise<string> {
  const { channel, externalId, personId } = address
  const person = VOUCHING.has(channel) ? personId : `${personId} in ${externalId}`
  return parts.database.transaction(async (tx) => {
    const known = await lockChannelCustomer(tx, channel, person)
    if (known !== null) return known
    const name = messageText.safeParse(from.name?.slice(0, 80))
    const customerId = await parts.createCustomer(tx, name.success ? name.data : null)
    await keepChannelCustomer(tx, channel, person, customerId)
    return customerId
  })
}

/** What was said stays as it was answered; the agents see that the customer took it back or put it differently. */
async function noteChange(
  parts: IncomingParts,
  address: ChannelAddress,
  change: Extract<Incoming, { kind: 'edited' | 'deleted' }>,
): Promise<void> {
  const conversation = await findChannelConversation(parts.database, address)
  if (!conversation) return
  const seq = await findSeqOf(parts.database, conversation.conversationId, change.activityId)
  const which = seq === null ? 'a message from before this conversation' : `message ${seq}`
  const text =
    change.kind === 'deleted'
      ? `The customer deleted ${which} on the channel.`
      : `The customer changed ${which} to: ${change.text}`
  const clientMessageId = `change-${keyOf(`${change.activityId} ${text}`)}`
  await parts.channelActions.note(conversation.conversationId, { clientMessageId, text })
}

/** Ids of channels may be longer than those of messages. */
const keyOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 32)

async function showTyping(parts: IncomingParts, address: ChannelAddress): Promise<void> {
  const conversation = await findChannelConversation(parts.database, address)
  if (!conversation) return
  const { conversationId } = conversation
  parts.reach
    .to(CONSOLE_NAMESPACE, watchersRoom(conversationId))
    .emit('typing', { conversationId, author: 'customer', name: 'Customer', typing: true })
}

/**
 * What a hub of agents beyond the channel says of a handoff. While a person there has it, the assistant's messages are
 * held back; when they are done, the assistant answers again; when none came, the ticket goes on waiting here.
 */
async function takeHandoffStatus(
  parts: IncomingParts,
  { channel, externalId }: ChannelAddress,
  { state, message }: Extract<Incoming, { kind: 'handoff' }>,
  activityId: string,
): Promise<void> {
  const said = message === null ? '' : ` It says: ${message}`
  for (const { conversationId } of await listChannelConversations(parts.database, channel, externalId)) {
    await setHandledOutside(parts.database, conversationId, state === 'accepted')
    await parts.channelActions.note(conversationId, {
      clientMessageId: `handoff-${activityId}`,
      text: `${HANDOFF_WORDS[state]}${said}`,
    })
    if (state === 'completed') await parts.channelActions.handBack(conversationId, GIVEN_BACK_BY_CHANNEL)
  }
}

const HANDOFF_WORDS = {
  accepted: 'A person on the channel’s side has taken over. The assistant’s messages are held back.',
  failed: 'The channel’s side found nobody to take over. The conversation goes on here.',
  completed: 'The person on the channel’s side is done. The assistant answers again.',
}

async function end(parts: IncomingParts, address: ChannelAddress, activityId: string): Promise<void> {
  const conversation = await findChannelConversation(parts.database, address)
  if (!conversation) return
  const { conversationId } = conversation
  await parts.channelActions.note(conversationId, {
    clientMessageId: `left-${activityId}`,
    text: 'The customer left the conversation on the channel.',
  })
  await parts.channelActions.customerLeft(conversationId)
}
