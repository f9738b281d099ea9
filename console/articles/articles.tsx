import { NEW_ARTICLE } from '../state/route.ts'
import { Empty } from '../ui/states.tsx'
import { ArticleEditor } from './article-editor.tsx'
import { ArticleList } from './article-list.tsx'
import { ArticleView } from './article-view.tsx'
import '../writing/desk.css'
import './articles.css'

/** The knowledge base: the list, and beside it the article that is open. On small screens one at a time. */
export function Articles({ articleId, mayWrite }: { articleId: string | null; mayWrite: boolean }) {
  return (
    <main className="cc-desk" data-open={articleId !== null}>
      <ArticleList openId={articleId} mayWrite={mayWrite} />
      <div className="cc-desk__open">
        {articleId === null ? (
          <Empty title="No article is open">
            {mayWrite
              ? 'Choose one from the list, or write a new one. Customers are answered from what is published.'
              : 'Choose one from the list. Leads and admins write them.'}
          </Empty>
        ) : articleId === NEW_ARTICLE && mayWrite ? (
          <ArticleEditor key={NEW_ARTICLE} detail={null} onClose={null} />
        ) : (
          <ArticleView key={articleId} id={articleId} mayWrite={mayWrite} />
        )}
      </div>
    </main>
  )
}
