import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { OutgoingMessage } from '../state/index.ts'
import type { Thread } from '../state/thread.ts'

/** Closer to the end than this, in pixels, counts as being at the end. */
const END_PX = 48
const ABOVE_PX = 12

/**
 * Keeps what is read where it is. At the end, the list follows new messages, but never past the beginning of one; further
 * up it stays, and `hasNewBelow` says that there is something to see. `appendix` names what stands below the messages.
 */
export function useReadingPlace(thread: Thread, outbox: readonly OutgoingMessage[], isOpen: boolean, appendix: string) {
  const list = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const shown = useRef({ count: 0, conversationId: thread.conversationId })
  const lastOutgoing = outbox.at(-1)?.clientMessageId
  const [hasNewBelow, setNewBelow] = useState(false)

  const toEnd = useCallback(() => {
    const element = list.current
    if (!element) return
    element.scrollTop = element.scrollHeight
    isAtEnd.current = true
    setNewBelow(false)
  }, [])

  // What the customer sends is always shown.
  useLayoutEffect(() => {
    if (lastOutgoing !== undefined) toEnd()
  }, [lastOutgoing, toEnd])

  useLayoutEffect(() => {
    const element = list.current
    if (!element || !isOpen) return
    const { messages, conversationId } = thread
    const before = conversationId === shown.current.conversationId ? shown.current.count : 0
    shown.current = { count: messages.length, conversationId }
    const first = messages[before]
    if (first === undefined || before === 0) {
      if (before === 0 || isAtEnd.current) toEnd()
      return
    }
    const isOwn = messages.slice(before).every(({ author }) => author === 'customer')
    if (!isAtEnd.current) {
      if (!isOwn) setNewBelow(true)
      return
    }
    toEnd()
    const start = element.querySelector<HTMLElement>(`[data-seq="${first.seq}"]`)
    if (start && !isOwn) element.scrollTop = Math.min(element.scrollTop, start.offsetTop - ABOVE_PX)
  }, [thread, isOpen, toEnd])

  useLayoutEffect(() => {
    if (appendix !== '' && isAtEnd.current) toEnd()
  }, [appendix, toEnd])

  // The list shrinks when the composer grows or the keyboard comes up.
  useEffect(() => {
    const element = list.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return {
    list,
    hasNewBelow,
    jump: toEnd,
    onScroll() {
      const element = list.current
      if (!element) return
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX
      if (isAtEnd.current) setNewBelow(false)
    },
  }
}
