import { type Author, type Card, type Source, textBefore } from '../../domain/index.ts'

/** One thing to send, ready but for the addresses. */
export interface Outgoing {
  /** The activity it answers; null for what comes by itself. */
  replyToId: string | null
  /** Who to show as the writer; null for the bot's own name. */
  fromName: string | null
  content:
    | { kind: 'activity'; activity: OutgoingActivity }
    | { kind: 'handoff'; context: object; transcript: object[] }
    | { kind: 'status'; state: 'accepted' | 'completed' | 'failed'; message: string }
}

interface OutgoingActivity {
  type: 'message' | 'typing'
  text?: string
  textFormat?: 'markdown' | 'plain'
  inputHint?: 'acceptingInput' | 'expectingInput'
  suggestedActions?: { to: string[]; actions: { type: 'imBack'; title: string; value: string }[] }
  /** What lists and notifications show of a message with a card. */
  summary?: string
  attachments?: HeroCard[]
  channelData?: { earshot: { conversationId: string; seq: number; author: Author } }
}

interface HeroCard {
  contentType: 'application/vnd.microsoft.card.hero'
  content: {
    title: string
    text: string
    images?: { url: string; alt: string }[]
    buttons: { type: 'imBack' | 'openUrl'; title: string; value: string }[]
  }
}

export interface OutgoingMessage {
  conversationId: string
  seq: number
  author: Author
  agentName: string | null
  text: string
  sources: Source[]
  quickReplies: string[]
  card?: Card
  /** The channel's id of the message it answers; null for what comes by itself. */
  replyToId: string | null
}

/** What a channel can show. Unknown channels get text. */
export interface Place {
  channel: string
  isGroup: boolean
}

/** How many suggested actions a channel shows as buttons (learn.microsoft.com, "Channels reference"). */
const BUTTONS: Record<string, number> = {
  directline: 100,
  emulator: 100,
  facebook: 11,
  kik: 20,
  line: 13,
  msteams: 6,
  telegram: 100,
  webchat: 100,
}
/** Channels that show hero cards whole; elsewhere their text, which says the same (same page, "Card support by channel"). */
const CARDS = new Set(['directline', 'emulator', 'msteams', 'webchat'])
/** Channels that show Markdown as it is written. */
const PLAIN = new Set(['facebook', 'kik', 'line', 'sms', 'twilio-sms'])
/** Channels whose clients are ours or the operator's and can read what is beside the text. */
const OPEN = new Set(['directline', 'emulator', 'webchat'])

export function toOutgoing(
  message: OutgoingMessage,
  place: Place,
  options: { assistantName: string; publicUrl: string | undefined },
): Outgoing {
  const before = CARDS.has(place.channel) ? textBefore(message.card, message.text) : null
  const card = before === null ? undefined : message.card
  const onCard = new Set(card?.replies)
  const quickReplies = message.quickReplies.filter((reply) => !onCard.has(reply))
  const shown = buttonsFor(place, quickReplies)
  const text = before ?? message.text
  const isMarkdown = message.author === 'assistant' && !PLAIN.has(place.channel)
  const parts = [
    message.author === 'assistant' && !isMarkdown ? withoutMarkdown(text) : text,
    saySources(message.sources, isMarkdown, options.publicUrl),
    shown ? '' : sayChoices(quickReplies),
  ]
  return {
    replyToId: message.replyToId,
    fromName:
      message.author === 'agent' ? message.agentName : message.author === 'assistant' ? options.assistantName : null,
    content: {
      kind: 'activity',
      activity: {
        type: 'message',
        text: parts.filter((part) => part !== '').join('\n\n'),
        textFormat: isMarkdown ? 'markdown' : 'plain',
        inputHint: message.quickReplies.length > 0 ? 'expectingInput' : 'acceptingInput',
        ...(shown
          ? {
              suggestedActions: {
                to: [],
                actions: quickReplies.map((text) => ({ type: 'imBack', title: text, value: text })),
              },
            }
          : {}),
        ...(card ? { summary: withoutMarkdown(message.text), attachments: [heroCard(card)] } : {}),
        ...(OPEN.has(place.channel)
          ? {
              channelData: {
                earshot: { conversationId: message.conversationId, seq: message.seq, author: message.author },
              },
            }
          : {}),
      },
    },
  }
}

/** A line each; two line ends are one in Markdown. */
const heroCard = ({ title, lines, replies, links = [], image }: Card): HeroCard => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: {
    title,
    text: lines.join('\n\n'),
    ...(image && { images: [{ url: image.url, alt: image.description }] }),
    buttons: [
      ...replies.map((reply) => ({ type: 'imBack' as const, title: reply, value: reply })),
      ...links.map(({ title, url }) => ({ type: 'openUrl' as const, title, value: url })),
    ],
  },
})

export const typing = (fromName: string): Outgoing => ({
  replyToId: null,
  fromName,
  content: { kind: 'activity', activity: { type: 'typing' } },
})

export const plainText = (text: string, fromName: string): Outgoing => ({
  replyToId: null,
  fromName,
  content: { kind: 'activity', activity: { type: 'message', text, textFormat: 'plain', inputHint: 'acceptingInput' } },
})

/** Teams shows buttons to one person only; too many for the channel become text, so that none is lost. */
function buttonsFor({ channel, isGroup }: Place, quickReplies: string[]): boolean {
  const limit = channel === 'msteams' && isGroup ? 0 : (BUTTONS[channel] ?? 0)
  return quickReplies.length > 0 && quickReplies.length <= limit
}

const sayChoices = (quickReplies: string[]) =>
  quickReplies.length === 0 ? '' : ['You can answer:', ...quickReplies.map((text) => `- ${text}`)].join('\n')

function saySources(sources: Source[], isMarkdown: boolean, publicUrl: string | undefined): string {
  if (sources.length === 0) return ''
  const named = sources.map(({ articleId, title, heading }) => {
    const name = heading && heading !== title ? `${title}: ${heading}` : title
    if (publicUrl === undefined) return name
    const link = new URL(`/help/${encodeURIComponent(articleId)}`, publicUrl).href
    return isMarkdown ? `[${name}](${link})` : `${name} (${link})`
  })
  return `From: ${named.join(', ')}`
}

/** The little Markdown of the assistant as plain text: `**bold** [a](b)` becomes `bold a (b)`. */
export function withoutMarkdown(text: string): string {
  return text.replaceAll(/\*\*(.+?)\*\*/g, '$1').replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, '$1 ($2)')
}
