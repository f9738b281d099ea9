/** `window.Earshot(command, …)`, as pages see it. */
export type Call = [command: string, ...rest: unknown[]]

export type Api = ((...call: Call) => void) & {
  /** Calls made before the script was there. */
  q?: Call[]
  isLoaded?: boolean
}

declare global {
  interface Window {
    Earshot?: Api
  }
}
