import type { Api } from '../api.ts'
import type { App, AppModule, Emit, Shell } from '../shell.ts'
import { storagePrefix } from '../shell.ts'
import { drawLauncher } from './launcher.ts'
import { readConfig } from './read-config.ts'

/** The app's file name, put in by the build. */
declare const __APP_FILE__: string

type Listener = (detail: never) => void

/**
 * The one script a page includes. Draws the button at once, loads the app when the browser is idle or the customer opens
 * it, and answers `window.Earshot(command, …)`. Calls made before this script is there wait in `window.Earshot.q`;
 * README.md says how.
 */
function start(script: HTMLScriptElement): void {
  const config = readConfig(script)
  const launcher = drawLauncher(config)
  const listeners = new Map<unknown, Set<Listener>>()
  const openKey = `${storagePrefix(config.server)}open`
  let app: Promise<App> | undefined
  let isOpen = false

  const emit: Emit = (name, detail) => {
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try {
        listener(detail as never) // each was registered under the name whose detail this is
      } catch (error) {
        reportError(error) // the page's own fault stays the page's
      }
    }
  }

  const shell: Shell = {
    config,
    root: launcher.root,
    emit,
    close: () => setOpen(false),
    showUnread: (unread) => launcher.show({ unread }),
  }

  function loadApp(): Promise<App> {
    app ??= import(/* @vite-ignore */ new URL(__APP_FILE__, script.src).href).then(
      (module: AppModule) => {
        const mounted = module.mount(shell)
        emit('ready', {})
        return mounted
      },
      (error: unknown) => {
        app = undefined
        throw error
      },
    )
    return app
  }

  function setOpen(open: boolean, takeFocus = true): void {
    if (open === isOpen) return
    isOpen = open
    remember(openKey, open)
    launcher.show({ isOpen: open, isBusy: open, error: '' })
    if (!open && takeFocus) launcher.button.focus()
    if (open || app) {
      loadApp().then(
        (loaded) => {
          launcher.show({ isBusy: false })
          if (open !== isOpen) return
          if (open) loaded.open(takeFocus)
          else loaded.close()
        },
        () => {
          isOpen = false
          const error = 'The chat did not load. Check the connection, then try again.'
          launcher.show({ isOpen: false, isBusy: false, error })
          emit('error', { message: error })
        },
      )
    }
    emit(open ? 'open' : 'close', {})
  }

  function shutdown(): void {
    isOpen = false
    remember(openKey, false)
    app?.then((loaded) => loaded.shutdown())
    launcher.host.remove()
    delete window.Earshot
  }

  const commands: Record<string, (...rest: unknown[]) => void> = {
    open: () => setOpen(true),
    close: () => setOpen(false),
    toggle: () => setOpen(!isOpen),
    showNewMessage(text) {
      setOpen(true)
      if (typeof text === 'string')
        loadApp().then(
          (loaded) => loaded.prefill(text),
          () => {},
        )
    },
    shutdown,
    on(name, listener) {
      if (typeof listener !== 'function') return
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listener as Listener)) // called with its event's detail only
    },
    off: (name, listener) => listeners.get(name)?.delete(listener as Listener),
  }

  const api: Api = (command, ...rest) => {
    const run = commands[command]
    if (run) run(...rest)
    else console.warn(`Earshot has no command "${command}". It has: ${Object.keys(commands).join(', ')}.`)
  }
  api.isLoaded = true
  const early = window.Earshot?.q ?? []
  window.Earshot = api

  launcher.button.addEventListener('click', () => setOpen(!isOpen))
  document.body.append(launcher.host)
  for (const call of early) api(...call)

  if (script.dataset.open !== undefined || (wasOpen(openKey) && innerWidth >= 480)) setOpen(true, false)
  else whenIdle(() => loadApp().catch(() => {}))
}

/** Remembers for this tab, so that the panel stays open from page to page. */
function remember(key: string, open: boolean): void {
  try {
    if (open) sessionStorage.setItem(key, '1')
    else sessionStorage.removeItem(key)
  } catch {
    // Storage is forbidden here: the panel then starts closed on the next page.
  }
}

function wasOpen(key: string): boolean {
  try {
    return sessionStorage.getItem(key) === '1'
  } catch {
    return false
  }
}

function whenIdle(action: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(action, { timeout: 5_000 })
  else setTimeout(action, 1_500)
}

// A page may run its scripts again when it swaps its content; the first widget stays.
const script = document.currentScript
if (script instanceof HTMLScriptElement && !window.Earshot?.isLoaded) {
  if (document.body) start(script)
  else addEventListener('DOMContentLoaded', () => start(script), { once: true })
}
