import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError, messageOf } from '../state/api.ts'
import './states.css'

/** What a place shows when it has nothing: what belongs here, and the next step. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="cc-state">
      <p className="cc-h2">{title}</p>
      {children ? <div className="cc-muted">{children}</div> : null}
    </div>
  )
}

/** What happened, what is safe, and what to do. */
export function Problem({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  const isForbidden = error instanceof ApiError && error.status === 403
  return (
    <div className="cc-state" role="alert">
      <p className="cc-h2">{isForbidden ? 'This is not open to your role' : what}</p>
      <p className="cc-muted">{messageOf(error)}</p>
      {!isForbidden && onRetry ? (
        <Button variant="default" size="xs" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}

/** Grey lines where content will be, from 150 ms on, so that quick answers do not flicker. */
export function Loading({ lines = 4, height = 44, label }: { lines?: number; height?: number; label: string }) {
  const [isShown, show] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => show(true), 150)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  return (
    <div className="cc-loading" aria-busy="true">
      <span className="cc-sr" role="status">
        {label}
      </span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: equal grey lines
        <Skeleton key={index} height={height} radius="sm" />
      ))}
    </div>
  )
}
