import { useEffect, useState } from 'preact/hooks'

export type Loaded<Value> = { state: 'loading' } | { state: 'loaded'; value: Value } | { state: 'missing' | 'failed' }

/** Asks this server for `path`. A 404 is `missing`; everything else that is no answer is `failed`. */
export function useLoaded<Value>(path: string): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ state: 'loading' })
  useEffect(() => {
    load<Value>(path).then(setLoaded, () => setLoaded({ state: 'failed' }))
  }, [path])
  return loaded
}

async function load<Value>(path: string): Promise<Loaded<Value>> {
  const response = await fetch(path, { headers: { accept: 'application/json' } })
  if (!response.ok) return { state: response.status === 404 ? 'missing' : 'failed' }
  return { state: 'loaded', value: await response.json() }
}
