import { Notification, Portal } from '@mantine/core'
import { createStore } from '../state/store.ts'
import './toasts.css'
import { useStore } from './use-store.ts'

interface Toast {
  id: number
  text: string
  tone: 'done' | 'problem'
}

const toasts = createStore<readonly Toast[]>([])
let lastId = 0

/** Says in a corner what was done, or why it was not; problems stay until they are closed or 12 s have passed. */
export function toast(text: string, tone: Toast['tone'] = 'done'): void {
  const id = ++lastId
  toasts.set([...toasts.get().slice(-2), { id, text, tone }])
  setTimeout(() => dismiss(id), tone === 'done' ? 4_000 : 12_000)
}

const dismiss = (id: number) => toasts.set(toasts.get().filter((one) => one.id !== id))

export function Toasts() {
  const shown = useStore(toasts)
  return (
    <Portal>
      <div className="cc-toasts" role="status" aria-live="polite">
        {shown.map(({ id, text, tone }) => (
          <Notification
            key={id}
            className="cc-toast"
            data-tone={tone}
            withBorder
            onClose={() => dismiss(id)}
            closeButtonProps={{ 'aria-label': 'Close this notice' }}
          >
            {text}
          </Notification>
        ))}
      </div>
    </Portal>
  )
}
