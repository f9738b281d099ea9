import {
  availableActions,
  countByRule,
  createRuleEditor,
  describeCatalogue,
  dryRun,
  findRule,
  handleException,
  hideSecrets,
  listExceptions,
  listFirings,
  listRules,
  listVersions,
  type RuleActs,
  readRule,
  retryExceptions,
  reviewFiring,
  type StoredRule,
  unknownRule,
} from '../automation/index.ts'
import { type Agent, type Database, notFound } from '../domain/index.ts'
import { listNotices, seeNotice, seeNotices } from '../people/index.ts'
import type {
  DryRunResult,
  ExceptionList,
  FiringList,
  NoticeList,
  RetriedExceptions,
  RuleCatalogue,
  RuleDetail,
  RuleList,
  RuleSummary,
} from '../protocol/index.ts'

export interface AutomationActionParts {
  database: Database
  acts: RuleActs
  knownTags(): ReadonlySet<string>
  /** The guided dialogues that can run here. */
  flows: readonly { name: string; title: string }[]
  /** Something may be due now. */
  nudge(): void
}

/** What the console does to rules, in the shapes of the wire. */
export function createAutomationActions({ database, acts, knownTags, flows, nudge }: AutomationActionParts) {
  const available = availableActions(acts)
  const flowNames = new Set(flows.map(({ name }) => name))
  const world = () => ({ actions: available, tags: knownTags(), flows: flowNames })
  const editor = createRuleEditor(database, world)

  async function detailOf(id: string): Promise<RuleDetail> {
    const rule = await findRule(database, id)
    if (!rule) throw unknownRule()
    const versions = await listVersions(database, id)
    return {
      rule: summarise(rule, (await countByRule(database)).get(id)),
      versions: versions.map(({ createdAt, content, ...version }) => ({
        ...version,
        content: hideSecrets(content),
        at: createdAt.toISOString(),
      })),
    }
  }
  const afterwards = async (changed: Promise<StoredRule>) => detailOf((await changed).id)

  return {
    catalogue: (): RuleCatalogue => describeCatalogue(available, flows),
    async list(): Promise<RuleList> {
      const [rules, counts] = [await listRules(database), await countByRule(database)]
      return { rules: rules.map((rule) => summarise(rule, counts.get(rule.id))) }
    },
    read: detailOf,
    create: (agent: Agent, content: unknown) => afterwards(editor.create(agent, content)),
    save: (agent: Agent, id: string, baseVersion: number, content: unknown) =>
      afterwards(editor.save(agent, id, baseVersion, content)),
    restore: (agent: Agent, id: string, baseVersion: number, version: number) =>
      afterwards(editor.restore(agent, id, baseVersion, version)),
    switch: (id: string, enabled: boolean) => afterwards(editor.switch(id, enabled)),
    async remove(id: string): Promise<void> {
      await editor.remove(id)
    },
    order: (ids: readonly string[]) => editor.order(ids),

    async *dryRun(
      written: unknown,
      signal: AbortSignal,
    ): AsyncGenerator<{ looked: number; of: number }, DryRunResult | null> {
      const result = yield* dryRun(database, readRule(written, world(), 'The rule was not tried'), { signal })
      return (
        result && {
          ...result,
          from: result.from.toISOString(),
          to: result.to.toISOString(),
          firings: result.firings.map(({ at, ...firing }) => ({ ...firing, at: at.toISOString() })),
        }
      )
    },

    async firings(query: Parameters<typeof listFirings>[1]): Promise<FiringList> {
      const firings = await listFirings(database, query)
      return { firings: firings.map(({ at, ...firing }) => ({ ...firing, at: at.toISOString() })) }
    },
    async review(agent: Agent, id: string, verdict: 'right' | 'wrong'): Promise<void> {
      if (!(await reviewFiring(database, id, verdict, agent.id))) {
        throw notFound('firing-unknown', 'There is no firing with this id.')
      }
    },
    async exceptions(): Promise<ExceptionList> {
      const { total, exceptions } = await listExceptions(database)
      return { total, exceptions: exceptions.map(({ at, ...exception }) => ({ ...exception, at: at.toISOString() })) }
    },
    async handle(
      agent: Agent,
      exception: { firingId: string; place: number },
      how: 'retry' | 'dismiss',
    ): Promise<void> {
      if (!(await handleException(database, exception, how, agent.id))) {
        throw notFound('exception-unknown', 'Somebody has retried or dismissed this meanwhile.')
      }
      nudge()
    },
    /** Each by itself: one that is gone stops no other. */
    async retryAll(agent: Agent, which: Parameters<typeof retryExceptions>[1]): Promise<RetriedExceptions> {
      const { retried, left } = await retryExceptions(database, which, agent.id)
      nudge()
      const asked = 'exceptions' in which ? which.exceptions : retried
      const isRetried = ({ firingId, place }: { firingId: string; place: number }) =>
        retried.some((one) => one.firingId === firingId && one.place === place)
      const results = asked.map((one) => ({
        ...one,
        result: isRetried(one) ? ('retried' as const) : ('gone' as const),
      }))
      return { results, left }
    },

    async notices(agent: Agent): Promise<NoticeList> {
      const notices = await listNotices(database, agent.id)
      return { notices: notices.map(({ createdAt, ...notice }) => ({ ...notice, at: createdAt.toISOString() })) }
    },
    seeNotice: (agent: Agent, id: string) => seeNotice(database, agent.id, id),
    seeNotices: (agent: Agent, until: Date) => seeNotices(database, agent.id, until),
  }
}

function summarise(
  { content, updatedAt, shippedAs, ...rule }: StoredRule,
  counts = { fired: 0, failed: 0 },
): RuleSummary {
  return {
    ...rule,
    ...counts,
    isShipped: shippedAs !== null,
    content: hideSecrets(content),
    updatedAt: updatedAt.toISOString(),
  }
}
