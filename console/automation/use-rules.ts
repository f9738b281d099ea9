import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { FiringsQuery } from '../state/api.ts'
import type { RuleDetail } from '../state/wire.ts'

const RULES_KEY = ['rules']
const FIRINGS_KEY = 'rule-firings'
const EXCEPTIONS_KEY = ['rule-exceptions']
const ruleKey = (id: string) => ['rule', id]
/** Rules fire while nobody looks, and nothing on the socket tells of it. */
const REFRESH_MS = 15_000

export function useCatalogue() {
  const { api } = useWorkplace()
  return useQuery({ queryKey: ['rule-catalogue'], queryFn: api.ruleCatalogue })
}

export function useRules() {
  const { api } = useWorkplace()
  return useQuery({ queryKey: RULES_KEY, queryFn: api.rules, refetchInterval: REFRESH_MS, staleTime: 0 })
}

export function useRule(id: string) {
  const { api } = useWorkplace()
  return useQuery({ queryKey: ruleKey(id), queryFn: () => api.rule(id), staleTime: 0 })
}

export function useFirings(query: FiringsQuery) {
  const { api } = useWorkplace()
  return useQuery({
    queryKey: [FIRINGS_KEY, query],
    queryFn: () => api.firings(query),
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  })
}

export function useExceptions() {
  const { api } = useWorkplace()
  return useQuery({ queryKey: EXCEPTIONS_KEY, queryFn: api.exceptions, refetchInterval: REFRESH_MS, staleTime: 0 })
}

/** Puts what the server answered on screen, and reads anew what hangs on it. */
export function useTakeRules() {
  const queries = useQueryClient()
  return {
    rule(detail: RuleDetail): void {
      queries.setQueryData(ruleKey(detail.rule.id), detail)
      void queries.invalidateQueries({ queryKey: RULES_KEY })
    },
    all(): void {
      for (const queryKey of [RULES_KEY, [FIRINGS_KEY], EXCEPTIONS_KEY]) void queries.invalidateQueries({ queryKey })
    },
  }
}
