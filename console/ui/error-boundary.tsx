import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'

/** Shows what to do when a part of the page fails to load or to draw, for example after the server was updated. */
export class ErrorBoundary extends Component<{ what: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <main className="cc-state" role="alert">
        <h1 className="cc-h2">{this.props.what} could not be shown</h1>
        <p className="cc-muted">
          Perhaps Earshot was updated since this page was loaded. Your conversations and drafts are safe; load the page
          again. If this stays, tell whoever runs Earshot.
        </p>
        <Button variant="default" size="xs" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      </main>
    )
  }
}
