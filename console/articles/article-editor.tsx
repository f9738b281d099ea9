import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useWorkplace } from '../shell/use-workplace.ts'
import { ApiError, type ArticleState } from '../state/api.ts'
import { EMPTY_ARTICLE, stateOf } from '../state/article-words.ts'
import { dayText } from '../state/ranges.ts'
import { NEW_ARTICLE } from '../state/route.ts'
import type { ArticleContent, ArticleDetail } from '../state/wire.ts'
import { Chip } from '../ui/chip.tsx'
import { Markdown } from '../ui/markdown.tsx'
import { toast } from '../ui/toasts.tsx'
import { goTo } from '../ui/use-route.ts'
import { BackLink } from '../writing/back-link.tsx'
import { FailedSave } from '../writing/failed-save.tsx'
import { unsavedWriting, useWriting } from '../writing/use-writing.ts'
import { ArticleFields } from './article-fields.tsx'
import { ArticleHistory } from './article-history.tsx'
import { useTakeArticle } from './use-articles.ts'

const DONE: Record<ArticleState, string> = {
  publish: 'Published. Customers are answered from it within 2 seconds.',
  unpublish: 'Taken back. It is a draft again.',
  archive: 'Archived. Saving it again makes it a draft.',
}

const unsaved = unsavedWriting<ArticleContent>()

/** Writing one article. `detail` is null for a new one; `onClose` leaves the copy of a file. */
export function ArticleEditor({ detail, onClose }: { detail: ArticleDetail | null; onClose: (() => void) | null }) {
  const { api } = useWorkplace()
  const takeOnScreen = useTakeArticle()
  const draft = useWriting(unsaved, detail?.summary.id ?? NEW_ARTICLE, {
    content: detail?.content ?? EMPTY_ARTICLE,
    baseVersion: detail?.summary.version ?? 0,
  })
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState<string | null>(null)
  const [side, setSide] = useState('write')
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  const id = detail?.summary.id
  const isStored = (detail?.versions.length ?? 0) > 0
  const isPublished = detail?.summary.source === 'console' && detail.summary.status === 'published'
  const state = detail && isStored ? stateOf(detail.summary, dayText(new Date())) : null

  async function run(name: string, work: () => Promise<ArticleDetail>, done: string): Promise<ArticleDetail | null> {
    setBusy(name)
    setFailure(null)
    try {
      const changed = await work()
      draft.take(changed.content, changed.summary.version)
      takeOnScreen(changed)
      toast(done)
      if (!detail) goTo({ place: 'articles', articleId: changed.summary.id })
      return changed
    } catch (error) {
      setFailure(error)
      return null
    } finally {
      setBusy(null)
    }
  }
  const write = () =>
    id === undefined ? api.createArticle(draft.content) : api.saveArticle(id, draft.baseVersion, draft.content)
  const save = () => run('save', write, 'Saved as a new version.')
  const setState = (to: ArticleState) =>
    run(
      to,
      async () => {
        // What is on screen is what is published.
        const saved = draft.isDirty || !isStored ? await write() : detail
        if (!saved) throw new Error('There is nothing to publish yet.')
        return api.setArticleState(saved.summary.id, to, saved.summary.version)
      },
      DONE[to],
    )

  /** Somebody saved meanwhile: read theirs, and keep the text or drop it. */
  async function settle(keepMine: boolean): Promise<void> {
    if (id === undefined) return
    try {
      const theirs = await api.article(id)
      takeOnScreen(theirs)
      if (keepMine) draft.rebase(theirs.summary.version)
      else draft.take(theirs.content, theirs.summary.version)
      setFailure(null)
    } catch (error) {
      setFailure(error)
    }
  }

  return (
    <section
      className="cc-sheet"
      aria-label={detail ? `Edit ${detail.content.title}` : 'New article'}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return
        event.preventDefault()
        void save()
      }}
    >
      <div className="cc-sheet__head">
        <BackLink href="#/articles" label="Back to the articles" />
        <h2 className="cc-h1">{detail ? detail.content.title : 'New article'}</h2>
        {state ? <Chip tone={state.tone}>{state.word}</Chip> : null}
        {draft.isDirty ? <Chip tone="warning">Not saved</Chip> : null}
      </div>
      {detail?.file ? (
        <p className="cc-sheet__note">
          {isStored
            ? `There is a file ${id}.md too. This article stands before it while it is published.`
            : `This will be a copy of the file ${id}.md, and stand before it once it is published.`}
        </p>
      ) : null}
      {failure === null ? null : (
        <FailedSave error={failure} conflictCode="article-changed" kept="Your text is still here." onSettle={settle} />
      )}
      <SegmentedControl
        className="cc-article__sides"
        size="xs"
        aria-label="Show"
        data={[
          { value: 'write', label: 'Write' },
          { value: 'preview', label: 'Preview' },
        ]}
        value={side}
        onChange={setSide}
      />
      <div className="cc-article__both" data-side={side}>
        <ArticleFields
          content={draft.content}
          onChange={draft.change}
          fault={failure instanceof ApiError ? failure : null}
        />
        <section className="cc-article__preview" aria-label="Preview">
          <p className="cc-small cc-muted">As customers see it</p>
          <h3 className="cc-h2">{draft.content.title || 'Untitled'}</h3>
          <Markdown text={draft.content.body || 'What you write shows here.'} />
        </section>
      </div>
      <div className="cc-sheet__actions">
        <Button
          size="xs"
          variant="default"
          loading={busy === 'save'}
          disabled={!draft.isDirty}
          onClick={() => void save()}
        >
          {isPublished ? 'Save without publishing' : 'Save draft'}
        </Button>
        <Button size="xs" loading={busy === 'publish'} onClick={() => void setState('publish')}>
          Publish
        </Button>
        {isPublished ? (
          <Button size="xs" variant="subtle" color="gray" onClick={() => void setState('unpublish')}>
            Take back
          </Button>
        ) : null}
        {isStored ? (
          <>
            <Button size="xs" variant="subtle" color="gray" onClick={() => void setState('archive')}>
              Archive
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => setHistoryOpen(true)}>
              History
            </Button>
          </>
        ) : null}
        {onClose ? (
          <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
            Leave the file as it is
          </Button>
        ) : null}
      </div>
      {detail && isHistoryOpen ? (
        <ArticleHistory
          detail={detail}
          onClose={() => setHistoryOpen(false)}
          onRestore={async (version) => {
            const work = () => api.restoreArticle(detail.summary.id, detail.summary.version, version)
            if (await run('restore', work, `Version ${version} is back as the newest. Publish it to answer from it.`))
              setHistoryOpen(false)
          }}
        />
      ) : null}
    </section>
  )
}
