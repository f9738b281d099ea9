import { MARK } from '../mark.ts'
import type { WidgetConfig } from '../shell.ts'
import tokens from '../tokens.css?inline'
import styles from './launcher.css?inline'

const SVG = 'http://www.w3.org/2000/svg'

export interface Launcher {
  host: HTMLElement
  root: ShadowRoot
  button: HTMLButtonElement
  show(state: { isOpen?: boolean; isBusy?: boolean; unread?: number; error?: string }): void
}

/** Draws the round button in a shadow root of its own. Styles are constructed sheets: a strict policy allows them. */
export function drawLauncher({ name, position }: WidgetConfig): Launcher {
  const host = document.createElement('earshot-widget')
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [tokens, styles].map((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'launcher'
  button.dataset.position = position
  const badge = document.createElement('span')
  badge.className = 'badge'
  badge.setAttribute('aria-hidden', 'true')
  button.append(drawMark(), drawCloseSign(), badge)
  const error = document.createElement('p')
  error.className = 'load-error'
  error.setAttribute('role', 'status')
  root.append(button, error)

  const state = { isOpen: false, isBusy: false, unread: 0, error: '' }
  function show(changes: Partial<typeof state>): void {
    Object.assign(state, changes)
    button.setAttribute('aria-expanded', String(state.isOpen))
    button.setAttribute('aria-busy', String(state.isBusy))
    button.setAttribute('aria-label', label(name, state))
    badge.hidden = state.unread === 0 || state.isOpen
    badge.textContent = state.unread > 9 ? '9+' : String(state.unread)
    error.textContent = state.error
  }
  show({})
  return { host, root, button, show }
}

function label(name: string, { isOpen, unread }: { isOpen: boolean; unread: number }): string {
  const chat = name === '' ? 'chat' : `chat with ${name}`
  if (isOpen) return `Close the ${chat}`
  if (unread === 0) return `Open the ${chat}`
  return `Open the ${chat}, ${unread} new ${unread === 1 ? 'message' : 'messages'}`
}

function drawMark(): SVGElement {
  const svg = drawing('mark', MARK.viewBox)
  const { cx, cy, r } = MARK.dot
  svg.append(shape('circle', { class: 'dot', cx, cy, r }))
  svg.append(...MARK.arcs.map((d) => shape('path', { d, 'stroke-width': MARK.strokeWidth })))
  return svg
}

function drawCloseSign(): SVGElement {
  const svg = drawing('close-sign', '0 0 24 24')
  svg.append(shape('path', { d: 'M5 9l7 7 7-7', 'stroke-width': 2.25 }))
  return svg
}

function drawing(name: string, viewBox: string): SVGElement {
  return shape('svg', { class: name, viewBox, 'aria-hidden': 'true' })
}

function shape(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement // what the SVG namespace makes
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}
