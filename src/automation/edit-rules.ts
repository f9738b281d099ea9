import { type Agent, conflict, type Database, invalid, notFound, type RuleContent, type Tx } from '../domain/index.ts'
import { type RuleWorld, readRule } from './rule-schema.ts'
import {
  findRule,
  findVersion,
  insertRule,
  listRules,
  lockRules,
  orderRules,
  removeRule,
  type StoredRule,
  saveRule,
  setEnabled,
} from './rule-store.ts'

/** More could not be kept in one's head. */
const MOST_RULES = 200
/** Stands for a secret wherever it is shown. */
const HIDDEN = '****************'

type Author = Pick<Agent, 'id'>

/** Writing rules. Every save is a version; a new rule is off until it is switched on. */
export function createRuleEditor(database: Database, world: () => RuleWorld) {
  /** Changes one rule in its turn; with `baseVersion` only if that is still the newest. */
  function change(
    id: string,
    baseVersion: number | null,
    work: (tx: Tx, rule: StoredRule) => Promise<void>,
  ): Promise<StoredRule> {
    return database.transaction(async (tx) => {
      await lockRules(tx)
      const rule = await findRule(tx, id)
      if (!rule) throw unknownRule()
      if (baseVersion !== null && rule.version !== baseVersion) {
        throw conflict(
          'rule-changed',
          `Somebody saved version ${rule.version} of this rule meanwhile. Look at it before you save yours.`,
        )
      }
      await work(tx, rule)
      return (await findRule(tx, id)) ?? rule
    })
  }

  return {
    async create(author: Author, written: unknown): Promise<StoredRule> {
      const content = readRule(withSecretsOf(written, null), world())
      return database.transaction(async (tx) => {
        await lockRules(tx)
        if ((await listRules(tx)).length >= MOST_RULES) {
          throw conflict('too-many-rules', `There are ${MOST_RULES} rules, which is the most. Remove one first.`)
        }
        const id = await insertRule(tx, { content, enabled: false, authorId: author.id, shippedAs: null })
        const rule = id === null ? null : await findRule(tx, id)
        if (!rule) throw new Error('The database returned no row for a new rule.')
        return rule
      })
    },

    save: (author: Author, id: string, baseVersion: number, written: unknown) =>
      change(id, baseVersion, (tx, rule) =>
        saveRule(tx, {
          ruleId: id,
          version: rule.version + 1,
          content: readRule(withSecretsOf(written, rule.content), world()),
          authorId: author.id,
          restoredFrom: null,
        }),
      ),

    restore: (author: Author, id: string, baseVersion: number, version: number) =>
      change(id, baseVersion, async (tx, rule) => {
        const content = await findVersion(tx, id, version)
        if (!content) throw notFound('rule-version-unknown', `This rule has no version ${version}.`)
        await saveRule(tx, {
          ruleId: id,
          version: rule.version + 1,
          content: readRule(content, world()),
          authorId: author.id,
          restoredFrom: version,
        })
      }),

    switch: (id: string, enabled: boolean) => change(id, null, (tx) => setEnabled(tx, id, enabled)),
    remove: (id: string) => change(id, null, (tx) => removeRule(tx, id)),

    /** All rules in their new order. */
    order: (ids: readonly string[]) =>
      database.transaction(async (tx) => {
        await lockRules(tx)
        const known = (await listRules(tx)).map((rule) => rule.id)
        if (known.length !== ids.length || new Set(ids).size !== ids.length || known.some((id) => !ids.includes(id))) {
          throw invalid(
            'rules-changed',
            'The order was not changed: it does not name every rule once. Reload them.',
            'ids',
          )
        }
        await orderRules(tx, ids)
      }),
  }
}

export const unknownRule = () => notFound('rule-unknown', 'There is no rule with this id, or it was removed.')

/** The content as it may be shown. */
export function hideSecrets(content: RuleContent): RuleContent {
  return {
    ...content,
    actions: content.actions.map((action) => (action.kind === 'webhook' ? { ...action, secret: HIDDEN } : action)),
  }
}

/** A secret that was not shown stays what it was for the same address; for another, there is none. */
function withSecretsOf(written: unknown, before: RuleContent | null): unknown {
  if (typeof written !== 'object' || written === null || !('actions' in written) || !Array.isArray(written.actions)) {
    return written
  }
  const kept = before?.actions.flatMap((action) => (action.kind === 'webhook' ? [action] : [])) ?? []
  return {
    ...written,
    actions: written.actions.map((action) => {
      if (action?.secret !== HIDDEN) return action
      return { ...action, secret: kept.find(({ url }) => url === action.url)?.secret ?? '' }
    }),
  }
}
