import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue, useIntersection } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { ArticlesQuery } from '../state/api.ts'
import { stateOf } from '../state/article-words.ts'
import { dayText } from '../state/ranges.ts'
import type { ArticleSummary } from '../state/wire.ts'
import { count } from '../state/words.ts'
import { Chip } from '../ui/chip.tsx'
import { SearchIcon } from '../ui/icons.tsx'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { useArticleList } from './use-articles.ts'

const SHOWN: { value: string; label: string; query: ArticlesQuery }[] = [
  { value: 'all', label: 'All articles', query: {} },
  { value: 'published', label: 'Published', query: { status: 'published' } },
  { value: 'draft', label: 'Drafts', query: { status: 'draft' } },
  { value: 'console', label: 'Written here', query: { source: 'console' } },
  { value: 'file', label: 'From files', query: { source: 'file' } },
  { value: 'agents', label: 'For agents only', query: { audience: 'agents' } },
  { value: 'archived', label: 'Archived', query: { status: 'archived' } },
]

/** Every article by title, narrowed by words and state; the next page comes when its end is scrolled to. */
export function ArticleList({ openId, mayWrite }: { openId: string | null; mayWrite: boolean }) {
  const [words, setWords] = useState('')
  const [shown, setShown] = useState('all')
  const [asked] = useDebouncedValue(words.trim(), 200)
  const narrowing = SHOWN.find(({ value }) => value === shown)?.query ?? {}
  const list = useArticleList({ ...narrowing, ...(asked !== '' && { query: asked }) })
  const articles = list.data?.pages.flatMap((page) => page.articles) ?? []
  const total = list.data?.pages.at(-1)?.total ?? 0
  const [isImporting, setImporting] = useState(false)
  const { ref: endRef, entry: end } = useIntersection()
  const isAtEnd = end?.isIntersecting ?? false
  const { fetchNextPage, isFetching } = list
  useEffect(() => {
    if (isAtEnd && !isFetching) void fetchNextPage()
  }, [isAtEnd, isFetching, fetchNextPage])
  const isNarrowed = asked !== '' || shown !== 'all'

  return (
    <section className="cc-desk__list" aria-label="Articles" aria-busy={list.isFetching}>
      <div className="cc-articles__tools">
        <div className="cc-articles__top">
          <h1 className="cc-h1">Articles</h1>
          {mayWrite ? (
            <Button component="a" href="#/articles/new" size="xs">
              New article
            </Button>
          ) : null}
        </div>
        <TextInput
          size="xs"
          type="search"
          aria-label="Search the articles"
          placeholder="Title, question or text"
          leftSection={<SearchIcon />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          aria-label="Which articles"
          data={SHOWN.map(({ value, label }) => ({ value, label }))}
          value={shown}
          onChange={(event) => setShown(event.currentTarget.value)}
        />
        <div className="cc-articles__top">
          <p className="cc-small cc-muted">{list.data ? count(total, 'article', 'articles') : ''}</p>
          {mayWrite ? (
            <div className="cc-articles__moves">
              <Button size="compact-xs" variant="subtle" onClick={() => setImporting(true)}>
                Import
              </Button>
              <Button component="a" size="compact-xs" variant="subtle" href="/api/console/articles/export.zip" download>
                Export
              </Button>
            </div>
          ) : null}
        </div>
      </div>
      {list.isPending ? <Loading label="Loading the articles" lines={8} height={48} /> : null}
      {list.isError ? (
        <Problem what="The articles were not loaded" error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && articles.length === 0 ? (
        isNarrowed ? (
          <Empty title="Nothing found">Try other words, or show all articles.</Empty>
        ) : (
          <Empty title="No articles yet">Write the first one: the question customers ask most often.</Empty>
        )
      ) : null}
      <ul className="cc-desk__rows">
        {articles.map((article) => (
          <ArticleRow key={article.id} article={article} isOpen={article.id === openId} />
        ))}
        {list.hasNextPage ? (
          <li className="cc-articles__more">
            <Button
              ref={endRef}
              size="xs"
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Show more
            </Button>
          </li>
        ) : null}
      </ul>
      {isImporting ? <ImportDialog onClose={() => setImporting(false)} /> : null}
    </section>
  )
}

function ArticleRow({ article, isOpen }: { article: ArticleSummary; isOpen: boolean }) {
  const state = stateOf(article, dayText(new Date()))
  return (
    <li>
      <a
        className="cc-articles__row"
        href={`#/articles/${encodeURIComponent(article.id)}`}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className="cc-desk__name">{article.title}</span>
        <span className="cc-articles__about cc-small cc-muted">{article.summary}</span>
        <span className="cc-desk__chips">
          {article.source === 'file' && state.word === 'File' ? null : <Chip tone={state.tone}>{state.word}</Chip>}
          {article.audience === 'agents' ? <Chip>Agents only</Chip> : null}
          {article.overridesFile ? <Chip>Stands before a file</Chip> : null}
          {article.language !== 'en' ? <Chip>{article.language}</Chip> : null}
        </span>
      </a>
    </li>
  )
}
