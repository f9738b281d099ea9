import { render } from 'preact'
import type { App, Shell } from '../shell.ts'
import { storagePrefix } from '../shell.ts'
import { createClient, createFiles, createKeep, createSocketConnection } from '../state/index.ts'
import styles from './app.css?inline'
import markdownStyles from './markdown.css?inline'
import { Panel } from './panel.tsx'

/** Draws the panel into the loader's shadow root and joins it to the conversation. */
export function mount(shell: Shell): App {
  const { server } = shell.config
  const keep = createKeep(openStorage(), storagePrefix(server))
  const client = createClient({
    keep,
    connect: (events) => createSocketConnection(server, keep, events, shell.config.identity),
    emit: shell.emit,
    newId,
  })
  const files = createFiles(server, () => keep.get('token'))
  const container = document.createElement('div')
  container.className = 'frame'
  container.dataset.position = shell.config.position
  shell.root.append(container)
  shell.root.adoptedStyleSheets.push(toSheet(styles), toSheet(markdownStyles))

  let isOpen = false
  let focusRequest = 0
  let prefill = { text: '', request: 0 }
  const draw = () =>
    render(
      <Panel
        client={client}
        files={files}
        config={shell.config}
        keep={keep}
        isOpen={isOpen}
        focusRequest={focusRequest}
        prefill={prefill}
        write={write}
        close={shell.close}
      />,
      container,
    )
  function write(text: string): void {
    prefill = { text, request: prefill.request + 1 }
    draw()
  }
  const seen = () => client.setSeen(isOpen && document.visibilityState === 'visible')
  const inFront = () => {
    seen()
    if (document.visibilityState === 'visible') client.wake()
  }
  const wake = () => client.wake()
  document.addEventListener('visibilitychange', inFront)
  addEventListener('pageshow', wake)
  addEventListener('online', wake)
  const unsubscribe = client.store.subscribe(() => shell.showUnread(client.store.get().unread))
  draw()
  // Who has written before hears of answers while the panel is closed; for all others there is nothing to connect to.
  if (keep.get('token') !== null) client.start()

  return {
    open(takeFocus) {
      isOpen = true
      if (takeFocus) focusRequest++
      client.start()
      seen()
      draw()
    },
    close() {
      isOpen = false
      seen()
      draw()
    },
    prefill: write,
    shutdown() {
      document.removeEventListener('visibilitychange', inFront)
      removeEventListener('pageshow', wake)
      removeEventListener('online', wake)
      unsubscribe()
      client.stop()
      for (const name of keep.names('')) keep.remove(name)
      render(null, container)
      container.remove()
    },
  }
}

function toSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
}

/** Null where the browser forbids storage: the conversation then lasts as long as the page. */
function openStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

/** 128 random bits. `crypto.randomUUID` is missing on pages without HTTPS. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
