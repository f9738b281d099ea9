/** What the address says is on screen. It stands behind `#`, so that any address of the console loads the same page. */
export type Route =
  | { place: 'conversations'; conversationId: string | null }
  | { place: 'articles'; articleId: string | null }
  | { place: 'trends' }
  | { place: 'people'; personId: string | null }
  | { place: 'automation'; part: AutomationPart; ruleId: string | null }

/** The rules, what they did, and what failed. */
export const AUTOMATION_PARTS = ['rules', 'firings', 'exceptions'] as const
export type AutomationPart = (typeof AUTOMATION_PARTS)[number]

/** Stands for the article that is not saved yet. */
export const NEW_ARTICLE = 'new'
/** Stands for the rule that is not saved yet. */
export const NEW_RULE = 'new'

/** Stands for somebody who is not added yet. */
export const NEW_PERSON = 'new'

export function parseRoute(hash: string): Route {
  const [place, id, rest] = hash.replace(/^#\/?/, '').split('/')
  if (place === 'trends') return { place: 'trends' }
  if (place === 'automation') {
    const part = AUTOMATION_PARTS.find((one) => one === id) ?? 'rules'
    return { place: 'automation', part, ruleId: part === 'rules' && rest ? decodeURIComponent(rest) : null }
  }
  if (place === 'people') return { place: 'people', personId: id ? decodeURIComponent(id) : null }
  if (place === 'articles') return { place: 'articles', articleId: id ? decodeURIComponent(id) : null }
  return { place: 'conversations', conversationId: place === 'conversations' && id ? decodeURIComponent(id) : null }
}

export function hashOf(route: Route): string {
  if (route.place === 'trends') return '#/trends'
  if (route.place === 'automation') {
    const part = route.part === 'rules' && route.ruleId === null ? '' : `/${route.part}`
    return `#/automation${part}${route.ruleId === null ? '' : `/${encodeURIComponent(route.ruleId)}`}`
  }
  if (route.place === 'people') {
    return route.personId === null ? '#/people' : `#/people/${encodeURIComponent(route.personId)}`
  }
  if (route.place === 'articles') {
    return route.articleId === null ? '#/articles' : `#/articles/${encodeURIComponent(route.articleId)}`
  }
  return route.conversationId === null ? '#/' : `#/conversations/${encodeURIComponent(route.conversationId)}`
}
