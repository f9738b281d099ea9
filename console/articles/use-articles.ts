import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { ArticlesQuery } from '../state/api.ts'
import type { ArticleDetail } from '../state/wire.ts'

const LIST_KEY = 'articles'
/** Other people write articles too, and nothing on the socket tells of it. */
const REFRESH_MS = 30_000

const articleKey = (id: string) => ['article', id]

export function useArticleList(query: ArticlesQuery) {
  const { api } = useWorkplace()
  return useQuery({
    queryKey: [LIST_KEY, query],
    queryFn: () => api.articles(query),
    refetchInterval: REFRESH_MS,
    staleTime: 0,
    placeholderData: keepPreviousData,
  })
}

export function useArticle(id: string) {
  const { api } = useWorkplace()
  return useQuery({ queryKey: articleKey(id), queryFn: () => api.article(id), staleTime: 0 })
}

/** Puts what the server answered on screen, and reads the list again. */
export function useTakeArticle() {
  const queries = useQueryClient()
  return (detail: ArticleDetail) => {
    queries.setQueryData(articleKey(detail.summary.id), detail)
    void queries.invalidateQueries({ queryKey: [LIST_KEY] })
  }
}
