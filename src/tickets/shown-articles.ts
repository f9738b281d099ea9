import type { Message, Reception, ShownArticle, Source } from '../domain/index.ts'

/** Articles the customer was shown, each once, in the order of their first showing, with the last word on each. */
export function collectShown(messages: readonly Message[]): ShownArticle[] {
  const found = new Map<string, ShownArticle>()
  messages.forEach((message, at) => {
    for (const source of shownWith(message)) {
      const before = found.get(source.articleId)
      const received = receptionOf(source.articleId, messages.slice(at + 1)) ?? before?.received ?? null
      found.set(source.articleId, { ...(before ?? source), received })
    }
  })
  return [...found.values()]
}

/** Where answers and the handover are one reply, that reply is only written with the packet. */
function shownWith({ author, sources, decision }: Message): readonly Source[] {
  if (author === 'assistant') return sources
  return decision?.kind === 'escalate' ? (decision.sources ?? []) : []
}

/** What the next message of the customer said of an article, by the decision it led to. */
function receptionOf(articleId: string, after: readonly Message[]): Reception | null {
  const decision = after.find(({ author }) => author === 'customer')?.decision
  if (!decision) return null
  const { received } = decision.evidence
  if (received === 'helped' || received === 'refused') return received
  const isSame = decision.kind === 'answer' && decision.sources.some((source) => source.articleId === articleId)
  return isSame ? 'asked_again' : null
}
