import type { Api, Call } from '../api.ts'

/** Opens the chat with a text to send, as any page may do it; the call waits where the widget is not loaded yet. */
export function askInChat(text: string): void {
  const api: Api = window.Earshot ?? waitForWidget()
  if (text === '') api('open')
  else api('showNewMessage', text)
}

function waitForWidget(): Api {
  const q: Call[] = []
  window.Earshot = Object.assign((...call: Call) => void q.push(call), { q })
  return window.Earshot
}
