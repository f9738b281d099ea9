import { type EntityOptions, type FindEntities, makeFindEntities } from './find-entities.ts'
import { loadEntityRules } from './load-entity-rules.ts'

/** Where an installation declares its entities, and where it is at home. */
export interface EntitySource extends Pick<EntityOptions, 'timeZone' | 'country'> {
  /** Folder with `entities.yaml` and `products.yaml`, or without. */
  folder: string
}

export interface PreparedEntities {
  find: FindEntities
  /** What a number of this kind looks like where the installation declares it; null for all others. */
  exampleOf(kind: string): string | null
}

/** Reads the files; the libraries load with the first text. Rejects `invalid-request` when a file is bad. */
export async function prepareEntities(source: EntitySource | undefined): Promise<PreparedEntities> {
  const rules = source ? await loadEntityRules(source.folder) : { patterns: [], products: [] }
  return {
    find: makeFindEntities({ timeZone: 'UTC', country: null, ...source, ...rules }),
    exampleOf: (kind) => rules.patterns.find(({ name }) => name === kind)?.example ?? null,
  }
}
