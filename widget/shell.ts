import type { CustomerMessage } from '../src/protocol/customer.ts'

/** What the loader and the app, two scripts of their own, know of each other. */

/** From the `data-` attributes of the script tag. */
export interface WidgetConfig {
  /** An origin, such as `https://help.example`. */
  server: string
  /** The company, as in "TechGear assistant"; empty when not told. */
  name: string
  position: 'left' | 'right'
  /** Questions to begin with, shown as buttons. */
  questions: readonly string[]
  /** What the embedding site signs about who is logged in there; null for a visitor. */
  identity: string | null
}

/** What pages that embed the widget may listen to, and what their listeners are given. */
export interface WidgetEvents {
  /** The app is loaded. */
  ready: Record<string, never>
  open: Record<string, never>
  close: Record<string, never>
  unread: { count: number }
  'message:sent': { text: string }
  'message:received': { author: CustomerMessage['author']; text: string }
  /** A person took over. */
  handoff: { agentName: string | null }
  /** 1 to 5. */
  rated: { rating: number }
  error: { message: string }
}

export type Emit = <Name extends keyof WidgetEvents>(name: Name, detail: WidgetEvents[Name]) => void

/** What the loader gives the app. */
export interface Shell {
  config: WidgetConfig
  root: ShadowRoot
  emit: Emit
  close(): void
  showUnread(count: number): void
}

/** What the app gives the loader. */
export interface App {
  /** `takeFocus`: the customer asked for it; otherwise the page did, and focus stays where it is. */
  open(takeFocus: boolean): void
  close(): void
  /** Puts text into the composer, for the customer to send. */
  prefill(text: string): void
  /** Ends the line and forgets this customer on this device. */
  shutdown(): void
}

/** The one export of `widget-app.js`. */
export interface AppModule {
  mount(shell: Shell): App
}

/** Where one server's things stand in the browser's storage. */
export const storagePrefix = (server: string) => `earshot:${server}:`
