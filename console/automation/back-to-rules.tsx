import { BackIcon } from '../ui/icons.tsx'

/** Only on small screens, where the list is another page. */
export function BackToRules() {
  return (
    <a className="cc-rule__back" href="#/automation" aria-label="Back to the rules">
      <BackIcon />
    </a>
  )
}
