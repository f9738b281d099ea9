import { useEffect, useState } from 'preact/hooks'
import type { Store } from '../state/store.ts'

/** Draws the component again whenever the store's value was replaced. */
export function useStore<State>(store: Store<State>): State {
  const [state, setState] = useState(store.get)
  useEffect(() => {
    setState(store.get())
    return store.subscribe(() => setState(store.get()))
  }, [store])
  return state
}
