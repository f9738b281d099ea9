import { useSyncExternalStore } from 'react'
import type { Store } from '../state/store.ts'

/** The store's value, kept current. */
export function useStore<Value>(store: Pick<Store<Value>, 'get' | 'subscribe'>): Value {
  return useSyncExternalStore(store.subscribe, store.get)
}
