import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ArticleDetail } from '../state/wire.ts'
import { Chip } from '../ui/chip.tsx'
import { Markdown } from '../ui/markdown.tsx'
import { Loading, Problem } from '../ui/states.tsx'
import { BackLink } from '../writing/back-link.tsx'
import { ArticleEditor } from './article-editor.tsx'
import { useArticle } from './use-articles.ts'

/** One article: leads edit what the database holds; everybody reads. */
export function ArticleView({ id, mayWrite }: { id: string; mayWrite: boolean }) {
  const article = useArticle(id)
  const [isCopying, setCopying] = useState(false)
  if (article.isPending) return <Loading label="Loading the article" lines={5} height={56} />
  if (article.isError) {
    return <Problem what="The article was not loaded" error={article.error} onRetry={() => void article.refetch()} />
  }
  const detail = article.data
  const isFile = detail.summary.source === 'file'
  if (mayWrite && (!isFile || isCopying)) {
    return <ArticleEditor detail={detail} onClose={isFile ? () => setCopying(false) : null} />
  }
  return <ArticleReader detail={detail} onCopy={mayWrite ? () => setCopying(true) : null} />
}

function ArticleReader({
  detail: { summary, content },
  onCopy,
}: {
  detail: ArticleDetail
  onCopy: (() => void) | null
}) {
  return (
    <article className="cc-sheet" aria-label={content.title}>
      <div className="cc-sheet__head">
        <BackLink href="#/articles" label="Back to the articles" />
        <h2 className="cc-h1">{content.title}</h2>
      </div>
      {summary.source === 'file' ? (
        <div className="cc-sheet__note">
          <p>
            This article is the file <code>{summary.id}.md</code>, reviewed like code, and is not changed here.
            {onCopy ? ' A copy in the database stands before it once it is published.' : ''}
          </p>
          {onCopy ? (
            <Button size="xs" variant="default" onClick={onCopy}>
              Edit a copy
            </Button>
          ) : null}
        </div>
      ) : null}
      <p className="cc-muted">{content.summary}</p>
      <div className="cc-desk__chips">
        {content.audience === 'agents' ? <Chip>Agents only</Chip> : null}
        {content.tags.map((tag) => (
          <Chip key={tag}>{tag}</Chip>
        ))}
      </div>
      <Markdown text={content.body} />
      {content.questions.length > 0 ? (
        <section aria-label="Asked as">
          <h3 className="cc-h2">Asked as</h3>
          <ul className="cc-article__questions">
            {content.questions.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </article>
  )
}
