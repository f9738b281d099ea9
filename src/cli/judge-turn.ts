import type { Decision } from '../domain/index.ts'
import type { Expectations } from './conversation-script.ts'
import type { TurnResult } from './stage.ts'

/** One expectation that was not met. */
export interface Difference {
  what: string
  expected: string
  was: string
}

/** What of `expected` a turn did not come to; empty when it did. */
export function judgeTurn(expected: Expectations, { message, reply, conversation, ticket }: TurnResult): Difference[] {
  const { decision, understanding } = message
  const text = reply?.text ?? ''
  const offered = reply?.quickReplies ?? []
  const sources = sourcesOf(decision)
  const intent = understanding && !understanding.outOfScope ? (understanding.intents[0]?.name ?? 'unknown') : 'unknown'
  const isRead = understanding !== null && understanding.sentiment.confidence > 0

  const differences: Difference[] = []
  const check = (what: string, wanted: unknown, isMet: boolean, was: string) => {
    if (wanted !== undefined && !isMet) differences.push({ what, expected: words(wanted), was })
  }
  const includes = (part: string) => text.toLowerCase().includes(part.toLowerCase())
  check('decision', expected.decision, listOf(expected.decision).includes(decision?.kind ?? 'none'), nameOf(decision))
  check('reason', expected.reason, listOf(expected.reason).includes(decision?.reason ?? 'none'), nameOf(decision))
  const named = listOf(expected.source).filter((id) => id !== 'none')
  const hasSources = named.length === sources.length && named.every((id) => sources.includes(id))
  check('source', expected.source, hasSources, sources.join(', ') || 'none')
  check('state', expected.state, conversation.owner === expected.state, conversation.owner)
  check('text', expected.text, listOf(expected.text).every(includes), text)
  check('textWithout', expected.textWithout, !listOf(expected.textWithout).some(includes), text)
  check('reply', expected.reply, (reply !== null) === expected.reply, reply ? `“${text}”` : 'nothing')
  const isOffered = listOf(expected.quickReplies).every((each) => offered.includes(each))
  check('quickReplies', expected.quickReplies, isOffered, offered.join(' | ') || 'none')
  check('intent', expected.intent, listOf(expected.intent).includes(intent), intent)
  const sentiment = isRead ? understanding.sentiment.label : 'unknown'
  check('sentiment', expected.sentiment, sentiment === expected.sentiment, sentiment)
  const language = understanding?.language.code ?? 'unknown'
  check('language', expected.language, language === expected.language, language)
  const ticketLanguage = ticket?.language ?? 'none'
  check('ticketLanguage', expected.ticketLanguage, ticketLanguage === expected.ticketLanguage, ticketLanguage)
  const flow = decision?.kind === 'flow' ? decision : null
  check('flow', expected.flow, flow?.flow === expected.flow, flow?.flow ?? 'none')
  check('step', expected.step, flow?.step === expected.step, flow?.step ?? 'none')
  const summary = ticket?.packet.summary ?? ''
  check(
    'summary',
    expected.summary,
    listOf(expected.summary).every((part) => summary.includes(part)),
    summary,
  )
  return differences
}

const sourcesOf = (decision: Decision | null): string[] =>
  decision && 'sources' in decision ? (decision.sources ?? []).map(({ articleId }) => articleId) : []

const nameOf = (decision: Decision | null) => (decision ? `${decision.kind} (${decision.reason})` : 'none')

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

const words = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value))
