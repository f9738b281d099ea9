/** What the widget keeps between pages. Every method works when the browser forbids storage: it then lasts for the page. */
export interface Keep {
  get(name: string): string | null
  set(name: string, value: string): void
  remove(name: string): void
  /** Names that begin with `prefix`. */
  names(prefix: string): string[]
}

/** Wraps a `Storage` (null where there is none); all names begin with `prefix`. */
export function createKeep(storage: Storage | null, prefix: string): Keep {
  const own = new Map<string, string>()
  const attempt = <Result>(action: (storage: Storage) => Result, otherwise: Result): Result => {
    try {
      return storage ? action(storage) : otherwise
    } catch {
      return otherwise // full, or forbidden since
    }
  }
  return {
    get: (name) => own.get(name) ?? attempt((kept) => kept.getItem(prefix + name), null),
    set(name, value) {
      const isKept = attempt((kept) => {
        kept.setItem(prefix + name, value)
        return true
      }, false)
      if (isKept) own.delete(name)
      else own.set(name, value)
    },
    remove(name) {
      own.delete(name)
      attempt((kept) => kept.removeItem(prefix + name), undefined)
    },
    names(start) {
      const kept = attempt((storage) => Object.keys(storage), [])
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length))
      return [...new Set([...own.keys(), ...kept])].filter((name) => name.startsWith(start))
    },
  }
}
