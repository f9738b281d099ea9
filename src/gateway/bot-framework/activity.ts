import { z } from 'zod'
import { MAX_MESSAGE_LENGTH, messageText } from '../../protocol/index.ts'
import { parse } from '../errors.ts'
import type { ChannelFile } from './take-files.ts'

/** What the Bot Framework calls an activity, as far as this server reads it. Other fields may be there; they are left alone. */

/** Names and addresses are stored as they are; the database keeps no NUL and no half of a character. */
const isStorable = (value: unknown) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value) ?? '')
const NOT_STORABLE = 'holds characters that can’t be stored'

const externalId = z
  .string({ error: 'must be text' })
  .min(1, 'must not be empty')
  .max(512, 'is too long')
  .refine(isStorable, NOT_STORABLE)
const account = z
  .looseObject({ id: externalId, name: z.string().max(256, 'is too long').nullish() })
  .refine(isStorable, NOT_STORABLE)
const attachment = z.looseObject({
  contentType: z.string().max(200, 'is too long'),
  contentUrl: z.string().max(10_000_000).nullish(),
  name: z.string().max(400, 'is too long').nullish(),
  content: z.unknown().optional(),
})
/** learn.microsoft.com, "Send and receive files using a bot". */
const TEAMS_FILE = 'application/vnd.microsoft.teams.file.download.info'
const teamsFile = z.looseObject({ downloadUrl: z.string().max(4_000) })
const mention = z.looseObject({ type: z.string(), mentioned: account.nullish(), text: z.string().nullish() })

const envelope = {
  type: z.string({ error: 'must be text' }).min(1, 'must not be empty').max(60, 'is too long'),
  id: externalId.nullish(),
  channelId: z.string({ error: 'must be text' }).regex(/^[\w-]{1,60}$/, 'must be the name of a channel'),
  serviceUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(2_000, 'is too long')
    .refine(isStorable, NOT_STORABLE),
  locale: z.string().max(40, 'is too long').refine(isStorable, NOT_STORABLE).nullish(),
  from: account,
  recipient: account,
  conversation: z.looseObject({ id: externalId, isGroup: z.boolean().nullish() }).refine(isStorable, NOT_STORABLE),
}

const anyActivity = z.looseObject(envelope)
const written = z.looseObject({
  ...envelope,
  id: externalId,
  text: z
    .string({ error: 'must be text' })
    .max(MAX_MESSAGE_LENGTH, `must have at most ${MAX_MESSAGE_LENGTH} characters`)
    .nullish(),
  // Beyond these a card of the channel's own making is meant.
  value: z.unknown().optional(),
  attachments: z.array(attachment).max(20, 'must hold at most 20').nullish(),
  entities: z.array(mention).max(50, 'must hold at most 50').nullish().catch(null),
})
const deleted = z.looseObject({ ...envelope, id: externalId })
const membersChanged = z.looseObject({
  ...envelope,
  membersAdded: z.array(account).max(500, 'must hold at most 500').nullish(),
})
const event = z.looseObject({ ...envelope, name: z.string().max(200, 'is too long').nullish() })
const handoffStatus = z.looseObject({
  ...envelope,
  value: z.looseObject({
    state: z.enum(['accepted', 'failed', 'completed'], { error: 'must be accepted, failed or completed' }),
    message: z.string().max(1_000, 'is too long').nullish(),
  }),
})

/** The channel's words for where an activity comes from and where answers go. */
export type Envelope = z.output<typeof anyActivity>

export type Incoming =
  | { kind: 'message'; activityId: string; text: string; files: ChannelFile[] }
  | { kind: 'edited'; activityId: string; text: string }
  | { kind: 'deleted'; activityId: string }
  | { kind: 'joined' }
  | { kind: 'typing' }
  | { kind: 'handoff'; state: 'accepted' | 'failed' | 'completed'; message: string | null }
  | { kind: 'ended' }
  /** Wants an answer in the response, which is not spoken here. */
  | { kind: 'invoke' }
  | { kind: 'ignored' }

/** Reads what a channel sent. Throws `invalid-request` naming the first field at fault. */
export function readActivity(body: unknown): { envelope: Envelope; incoming: Incoming } {
  const activity = parse(anyActivity, body)
  return { envelope: activity, incoming: readIncoming(activity) }
}

function readIncoming(activity: Envelope): Incoming {
  switch (activity.type) {
    case 'message':
    case 'messageUpdate': {
      const message = parse(written, activity)
      const text = messageText.safeParse(textOf(message))
      if (!text.success) return { kind: 'ignored' }
      const read = { activityId: message.id, text: text.data }
      return activity.type === 'message'
        ? { kind: 'message', ...read, files: filesOf(message) }
        : { kind: 'edited', ...read }
    }
    case 'messageDelete':
      return { kind: 'deleted', activityId: parse(deleted, activity).id }
    case 'conversationUpdate': {
      const added = parse(membersChanged, activity).membersAdded ?? []
      return added.length > 0 ? { kind: 'joined' } : { kind: 'ignored' }
    }
    case 'typing':
      return { kind: 'typing' }
    case 'event':
      return readEvent(activity)
    case 'endOfConversation':
      return { kind: 'ended' }
    case 'invoke':
      return { kind: 'invoke' }
    default:
      return { kind: 'ignored' }
  }
}

function readEvent(activity: Envelope): Incoming {
  const { name } = parse(event, activity)
  if (name === 'webchat/join') return { kind: 'joined' }
  if (name !== 'handoff.status') return { kind: 'ignored' }
  const { value } = parse(handoffStatus, activity)
  const said = messageText.safeParse(value.message)
  return { kind: 'handoff', state: value.state, message: said.success ? said.data : null }
}

/** What the person wrote, without the mention of the bot; where they wrote nothing, what their files are called. */
function textOf(message: z.output<typeof written>): string {
  const mentions = (message.entities ?? []).filter(
    ({ type, mentioned }) => type === 'mention' && mentioned?.id === message.recipient.id,
  )
  let text = message.text ?? (typeof message.value === 'string' ? message.value : '')
  for (const { text: mentioned } of mentions) if (mentioned) text = text.replaceAll(mentioned, '')
  const names = filesOf(message).map(({ name }) => `Attachment: ${name}`)
  return (text.trim() || names.join('\n')).slice(0, MAX_MESSAGE_LENGTH)
}

/** Attachments without an address are cards, or the text once more as HTML. Teams puts the address of a file into its content. */
function filesOf({ attachments }: z.output<typeof written>): ChannelFile[] {
  return (attachments ?? []).flatMap(({ contentType, contentUrl, name, content }) => {
    const download = contentType === TEAMS_FILE ? teamsFile.safeParse(content) : null
    const address = download?.data?.downloadUrl ?? contentUrl
    if (!address) return []
    return [{ url: /^https?:/.test(address) ? address : null, name: name || 'file' }]
  })
}
