/** What the address says is on screen. It stands behind `#`, so that any address of the console loads the same page. */
export type Route = { place: 'conversations'; conversationId: string | null } | { place: 'trends' }

export function parseRoute(hash: string): Route {
  const [place, id] = hash.replace(/^#\/?/, '').split('/')
  if (place === 'trends') return { place: 'trends' }
  return { place: 'conversations', conversationId: place === 'conversations' && id ? decodeURIComponent(id) : null }
}

export function hashOf(route: Route): string {
  if (route.place === 'trends') return '#/trends'
  return route.conversationId === null ? '#/' : `#/conversations/${encodeURIComponent(route.conversationId)}`
}
