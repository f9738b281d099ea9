import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { ArticlesQuery } from '../state/api.ts'
import type { ArticleDetail } from '../state/wire.ts'

const LIST_KEY = 'articles'
/** Other people write articles too, and nothing on the socket tells of it. */
const REFRESH_MS = 30_000
const REFRESHED_PAGES = 3

const articleKey = (id: string) => ['article', id]

export function useArticleList(query: ArticlesQuery) {
  const { api } = useWorkplace()
  return useInfiniteQuery({
    queryKey: [LIST_KEY, query],
    queryFn: ({ pageParam }) => api.articles({ ...query, ...(pageParam !== null && { after: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    // A list that somebody has read far into is left as it is: each page would be asked for again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= REFRESHED_PAGES ? REFRESH_MS : false),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
}

export function useArticle(id: string) {
  const { api } = useWorkplace()
  return useQuery({ queryKey: articleKey(id), queryFn: () => api.article(id), staleTime: 0 })
}

/** Reads the list, and every article, again. */
export function useReloadArticles() {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: [LIST_KEY] })
    void queries.invalidateQueries({ queryKey: ['article'] })
  }
}

/** Puts what the server answered on screen, and reads the list again. */
export function useTakeArticle() {
  const queries = useQueryClient()
  return (detail: ArticleDetail) => {
    queries.setQueryData(articleKey(detail.summary.id), detail)
    void queries.invalidateQueries({ queryKey: [LIST_KEY] })
  }
}
