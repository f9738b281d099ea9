import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { ConversationsQuery, RangeQuery } from '../state/api.ts'
import { dayText, type RangeChoice, rangeOf } from '../state/ranges.ts'

/** What is behind a number: a title, and the question whose answer is the conversations. */
export interface Behind {
  title: string
  query: ConversationsQuery
}
export type OpenBehind = (behind: Behind) => void
/** The part of a question that narrows a range. */
export type Narrowing = Omit<ConversationsQuery, keyof RangeQuery>

const REFRESH_MS = 60_000

/** The chosen range and its report, read again every minute while it is on screen. */
export function useTrends() {
  const { api } = useWorkplace()
  const today = dayText(new Date())
  const [choice, setChoice] = useState<RangeChoice>({ preset: '7', fromDay: today, toDay: today, bucket: 'day' })
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const range = rangeOf(choice, new Date(), timeZone)
  const report = useQuery({
    queryKey: ['overview', range, choice.bucket],
    queryFn: () => api.overview({ ...range, bucket: choice.bucket }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
  return { choice, setChoice, report }
}
