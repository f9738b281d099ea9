import { Icon } from './icons.tsx'

export function OfflineBar() {
  return (
    <div class="notice" data-kind="offline" role="status">
      <Icon name="offline" />
      <p>No connection. What you send waits here and goes out when it is back.</p>
    </div>
  )
}

export function ProblemNote({ message, retry }: { message: string; retry: () => void }) {
  return (
    <div class="notice" data-kind="problem" role="alert">
      <Icon name="warning" />
      <p>{message} What you have written is kept on this device.</p>
      <button type="button" class="text-button" onClick={retry}>
        Try again
      </button>
    </div>
  )
}
