import { BackIcon } from '../ui/icons.tsx'

/** Only on small screens, where the list is another page. */
export function BackToList() {
  return (
    <a className="cc-article__back" href="#/articles" aria-label="Back to the articles">
      <BackIcon />
    </a>
  )
}
