import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../state/api.ts'
import type { NoticeList } from '../state/wire.ts'
import { NOTICES_KEY } from '../state/workplace.ts'
import { Ago } from '../ui/ago.tsx'
import { toast } from '../ui/toasts.tsx'
import { useWorkplace } from './use-workplace.ts'

/** The socket tells at once; this is for what it told while it was away. */
const REFRESH_MS = 60_000

/** What rules wanted this person to know, until they have seen it. */
export function Notices() {
  const { api } = useWorkplace()
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: NOTICES_KEY, queryFn: api.notices, refetchInterval: REFRESH_MS })
  const [first, ...others] = data?.notices ?? []

  async function see(id: string): Promise<void> {
    try {
      await api.seeNotice(id)
      queries.setQueryData<NoticeList>(NOTICES_KEY, (old) => ({
        notices: (old?.notices ?? []).filter((notice) => notice.id !== id),
      }))
    } catch (error) {
      toast(messageOf(error), 'problem')
    }
  }

  async function seeAll(until: string): Promise<void> {
    try {
      await api.seeNotices(until)
      await queries.invalidateQueries({ queryKey: NOTICES_KEY })
    } catch (error) {
      toast(messageOf(error), 'problem')
    }
  }

  const newest = others.at(-1)
  return (
    <div role="status" className="cc-notices">
      {first ? (
        <div className="cc-bar cc-notice">
          <p>
            {first.text}{' '}
            <span className="cc-small">
              <Ago at={first.at} />
              {others.length > 0 ? `, ${others.length} more` : ''}
            </span>
          </p>
          <a className="cc-link" href={`#/conversations/${first.conversationId}`} onClick={() => void see(first.id)}>
            Open the conversation
          </a>
          <Button size="compact-xs" variant="default" onClick={() => void see(first.id)}>
            Seen
          </Button>
          {newest ? (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void seeAll(newest.at)}>
              Mark all {others.length + 1} as read
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
