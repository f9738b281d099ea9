import { useEffect, useRef } from 'react'

/** Single-key commands of the page. They are silent while somebody types, a dialog is open, or a modifier is held. */
export function useKeys(commands: Record<string, () => void>): void {
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTaken(event)) return
      const command = latest.current[event.key]
      if (!command) return
      event.preventDefault()
      command()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function isTaken(event: KeyboardEvent): boolean {
  const covers = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')
  if ([...covers].some((cover) => cover.checkVisibility())) return true
  const target = event.target
  if (!(target instanceof Element)) return false
  if (target.closest('input, textarea, select, [contenteditable]')) return true
  // Arrows move inside these; letters do not matter to them.
  return (
    event.key.startsWith('Arrow') &&
    target.closest('[role="radiogroup"], [role="tablist"], table, [data-own-arrows]') !== null
  )
}
