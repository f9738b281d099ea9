import { Drawer } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useWorkplace } from '../shell/use-workplace.ts'
import type { ConversationSummary } from '../state/wire.ts'
import { count, OWNER_WORD } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { SentimentMark } from '../ui/sentiment.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import type { Behind } from './use-trends.ts'

/** The conversations behind a number; each opens in the workplace. */
export function BehindDrawer({ behind, onClose }: { behind: Behind | null; onClose: () => void }) {
  const { api } = useWorkplace()
  const found = useQuery({
    queryKey: ['behind', behind?.query],
    queryFn: behind ? () => api.reportConversations(behind.query) : skipToken,
    staleTime: 0,
  })
  const rows = found.data?.conversations ?? []
  return (
    <Drawer
      opened={behind !== null}
      onClose={onClose}
      position="right"
      size="min(440px, 100%)"
      title={behind?.title ?? ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {found.isPending ? <Loading label="Loading the conversations" lines={6} height={56} /> : null}
      {found.isError ? (
        <Problem what="The conversations were not loaded" error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data && rows.length === 0 ? <Empty title="No conversations behind this number" /> : null}
      {rows.length > 0 ? (
        <>
          <p className="cc-small cc-muted">
            {count(found.data?.total ?? 0, 'conversation', 'conversations')}
            {(found.data?.total ?? 0) > rows.length ? `, the latest ${rows.length} are shown` : ''}
          </p>
          <ul className="cc-behind">
            {rows.map((row) => (
              <BehindRow key={row.id} row={row} />
            ))}
          </ul>
        </>
      ) : null}
    </Drawer>
  )
}

function BehindRow({ row }: { row: ConversationSummary }) {
  return (
    <li>
      <a className="cc-behind__link" href={`#/conversations/${row.id}`}>
        <span className="cc-behind__line">
          <strong>{row.customerName}</strong>
          <span className="cc-small cc-muted">
            <Ago at={row.updatedAt} />
          </span>
        </span>
        <span className="cc-behind__text cc-muted">{row.lastMessage?.text ?? 'No message'}</span>
        <span className="cc-behind__line cc-small cc-muted">
          {row.sentiment ? <SentimentMark sentiment={row.sentiment} /> : null}
          <span>
            {OWNER_WORD[row.owner]}
            {row.rating === null ? '' : `, rated ${row.rating} of 5`}
          </span>
        </span>
      </a>
    </li>
  )
}
