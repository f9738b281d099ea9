import { useEffect, useId, useRef } from 'preact/hooks'
import type { WidgetConfig } from '../shell.ts'
import type { Client, Files, Keep } from '../state/index.ts'
import { Composer } from './composer.tsx'
import { Header } from './header.tsx'
import { Messages } from './messages.tsx'
import { OfflineBar, ProblemNote } from './notices.tsx'
import { useFullScreen } from './use-full-screen.ts'
import { useStore } from './use-store.ts'

interface PanelProps {
  client: Client
  files: Files
  config: WidgetConfig
  keep: Keep
  isOpen: boolean
  /** Rises each time the customer opens the panel. */
  focusRequest: number
  prefill: { text: string; request: number }
  /** Puts text into the composer. */
  write: (text: string) => void
  close: () => void
}

/** The whole window. A dialog beside the page on wide screens, in front of it on narrow ones. */
export function Panel({ client, files, config, keep, isOpen, focusRequest, prefill, write, close }: PanelProps) {
  const state = useStore(client.store)
  const panel = useRef<HTMLDivElement>(null)
  const composer = useRef<HTMLTextAreaElement>(null)
  const titleId = useId()
  const isFullScreen = useFullScreen(panel, isOpen)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each request focuses once
  useEffect(() => {
    if (isOpen) composer.current?.focus()
  }, [focusRequest, prefill.request])

  /** A button that sends disappears with the sending; focus must not go with it, nor bring up a phone's keyboard. */
  function choose(text: string): void {
    client.send(text)
    if (isFullScreen) panel.current?.querySelector<HTMLElement>('.list')?.focus()
    else composer.current?.focus()
  }

  function edit(clientMessageId: string): void {
    const text = client.takeBack(clientMessageId)
    const draft = keep.get('draft')
    if (text !== null) write(draft === null ? text : `${text}\n${draft}`)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation()
      close()
    } else if (event.key === 'Tab' && isFullScreen) keepFocusInside(event, panel.current)
  }

  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-modal={isFullScreen}
      aria-labelledby={titleId}
      hidden={!isOpen}
      onKeyDown={onKeyDown}
    >
      <Header titleId={titleId} config={config} conversation={state.conversation} close={close} />
      {state.problem !== null && <ProblemNote message={state.problem} retry={client.reload} />}
      {state.problem === null && state.isOffline && <OfflineBar />}
      <Messages
        state={state}
        config={config}
        client={client}
        files={files}
        isOpen={isOpen}
        choose={choose}
        edit={edit}
      />
      <Composer
        inputRef={composer}
        keep={keep}
        files={files}
        prefill={prefill}
        isResolved={state.conversation?.resolved ?? false}
        send={client.send}
        noticeTyping={client.noticeTyping}
      />
    </div>
  )
}

/** In front of the whole page, Tab goes round inside the panel: what lies behind cannot be seen. */
function keepFocusInside(event: KeyboardEvent, panel: HTMLElement | null): void {
  const able = panel?.querySelectorAll<HTMLElement>('button:not(:disabled), textarea, a[href], input, [tabindex="0"]')
  const first = able?.[0]
  const last = able?.[able.length - 1]
  const root = panel?.getRootNode()
  const current = root instanceof ShadowRoot ? root.activeElement : null
  if (event.shiftKey ? current !== first : current !== last) return
  event.preventDefault()
  const next = event.shiftKey ? last : first
  next?.focus()
}
