import { useQuery } from '@tanstack/react-query'
import { useWorkplace } from '../shell/use-workplace.ts'
import { articleText } from '../state/article-words.ts'
import type { ArticleDetail } from '../state/wire.ts'
import { Loading, Problem } from '../ui/states.tsx'
import { HistoryDrawer, LineDiff } from '../writing/history-drawer.tsx'

/** Every version of an article; the text of an older one is read when it is compared. */
export function ArticleHistory({
  detail,
  onClose,
  onRestore,
}: {
  detail: ArticleDetail
  onClose: () => void
  onRestore: (version: number) => Promise<void>
}) {
  const { publishedVersion } = detail.summary
  const versions = detail.versions.map(({ authorName, ...version }) => ({
    ...version,
    author: authorName ?? 'The command line',
    ...(version.version === publishedVersion && { note: 'published' }),
  }))
  return (
    <HistoryDrawer of={detail.content.title} versions={versions} onClose={onClose} onRestore={onRestore}>
      {(chosen) => <Compared detail={detail} version={chosen} />}
    </HistoryDrawer>
  )
}

function Compared({ detail, version }: { detail: ArticleDetail; version: number }) {
  const { api } = useWorkplace()
  const { id } = detail.summary
  const older = useQuery({
    queryKey: ['article-version', id, version],
    queryFn: () => api.articleVersion(id, version),
  })
  if (older.isPending) return <Loading label="Loading the version" lines={4} height={20} />
  if (older.isError) {
    return <Problem what="The version was not loaded" error={older.error} onRetry={() => void older.refetch()} />
  }
  return <LineDiff was={articleText(older.data.content)} now={articleText(detail.content)} />
}
