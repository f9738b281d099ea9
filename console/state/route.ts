/** What the address says is on screen. It stands behind `#`, so that any address of the console loads the same page. */
export type Route =
  | { place: 'conversations'; conversationId: string | null }
  | { place: 'articles'; articleId: string | null }
  | { place: 'trends' }

/** Stands for the article that is not saved yet. */
export const NEW_ARTICLE = 'new'

export function parseRoute(hash: string): Route {
  const [place, id] = hash.replace(/^#\/?/, '').split('/')
  if (place === 'trends') return { place: 'trends' }
  if (place === 'articles') return { place: 'articles', articleId: id ? decodeURIComponent(id) : null }
  return { place: 'conversations', conversationId: place === 'conversations' && id ? decodeURIComponent(id) : null }
}

export function hashOf(route: Route): string {
  if (route.place === 'trends') return '#/trends'
  if (route.place === 'articles') {
    return route.articleId === null ? '#/articles' : `#/articles/${encodeURIComponent(route.articleId)}`
  }
  return route.conversationId === null ? '#/' : `#/conversations/${encodeURIComponent(route.conversationId)}`
}
