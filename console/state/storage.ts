/** The part of `localStorage` the console uses. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Reads JSON; what is absent, unreadable or forbidden by the browser is `fallback`. */
export function readJson<Value>(storage: KeyValueStorage, key: string, fallback: Value): Value {
  try {
    const text = storage.getItem(key)
    // Only this console writes under its keys; a shape from an older version is caught by the callers' checks.
    return text === null ? fallback : (JSON.parse(text) as Value)
  } catch {
    return fallback
  }
}

/** Writes JSON. A full or forbidden storage costs the copy, never the work on screen. */
export function writeJson(storage: KeyValueStorage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value))
  } catch {}
}
