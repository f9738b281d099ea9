import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const NARROW = '(max-width: 479px)'

/**
 * Whether the panel covers the page. While it does, it follows the visible part of the screen, so that the keyboard of a
 * phone never lies over the composer.
 */
export function useFullScreen(panel: RefObject<HTMLElement | null>, isOpen: boolean): boolean {
  const [isFullScreen, setFullScreen] = useState(() => matchMedia(NARROW).matches)

  useEffect(() => {
    const query = matchMedia(NARROW)
    const listen = () => setFullScreen(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [])

  useEffect(() => {
    const viewport = window.visualViewport
    const element = panel.current
    if (!viewport || !element || !isOpen || !isFullScreen) return
    const follow = () => {
      element.style.setProperty('--visible-height', `${viewport.height}px`)
      element.style.setProperty('--visible-top', `${viewport.offsetTop}px`)
    }
    follow()
    viewport.addEventListener('resize', follow)
    viewport.addEventListener('scroll', follow)
    return () => {
      viewport.removeEventListener('resize', follow)
      viewport.removeEventListener('scroll', follow)
    }
  }, [panel, isOpen, isFullScreen])

  return isFullScreen
}
