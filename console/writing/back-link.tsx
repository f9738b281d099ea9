import { BackIcon } from '../ui/icons.tsx'

/** Only on small screens, where the list is another page. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <a className="cc-back" href={href} aria-label={label}>
      <BackIcon />
    </a>
  )
}
