import type {
  ArticleContent,
  ArticleDetail,
  ArticleImportPreview,
  ArticleImportResult,
  ArticleList,
  ArticleVersionResult,
  Availability,
  AwayReason,
  ConversationDetail,
  ConversationSummary,
  DryRunLine,
  DryRunResult,
  ExceptionList,
  FiringList,
  InboxSnapshot,
  LoginHints,
  MeResult,
  NoticeList,
  OverviewReport,
  PasswordResult,
  PeopleList,
  Person,
  PersonContent,
  Priority,
  Reference,
  ReportConversations,
  RetriedExceptions,
  RuleCatalogue,
  RuleContent,
  RuleDetail,
  RuleList,
  SearchResult,
  Sentiment,
  ServiceLevelReport,
  TransferReason,
  TransferTarget,
  WireError,
} from './wire.ts'

/** A request the server refused or that did not reach it. `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly retryAfterMs: number | undefined
  /** The input at fault, as a dotted path. */
  readonly field: string | undefined

  constructor(status: number, error: Pick<WireError, 'code' | 'message' | 'field' | 'retryAfterMs'>) {
    super(error.message)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code
    this.retryAfterMs = error.retryAfterMs
    this.field = error.field
  }
}

export interface RangeQuery {
  /** ISO instants, `to` exclusive. */
  from: string
  to: string
  timeZone: string
}
export interface ConversationsQuery extends RangeQuery {
  tag?: string
  sentiment?: Sentiment
  owner?: string
  decision?: 'answer' | 'clarify' | 'escalate'
  reason?: string
  rating?: number
  /** `1`: the customer wrote in the range; without any filter the list has those started in it. */
  wrote?: '1'
  weekday?: number
  hour?: number
  resolvedByAssistant?: '1'
}

/** What changes an article's state without writing it. */
export type ArticleState = 'publish' | 'unpublish' | 'archive'
export interface ArticlesQuery {
  query?: string
  status?: string
  source?: string
  audience?: string
  /** `next` of the page before. */
  after?: string
}

/** An archive goes by its bytes. */
export type ImportFile = { name: string; text: string } | { name: string; base64: string }

export interface FiringsQuery {
  ruleId?: string
  review?: string
  /** Firings before this place. */
  before?: number
}

export interface TransferOrder {
  to: TransferTarget
  why: TransferReason
  note: string | null
  /** How the conversation stood when somebody decided. */
  seen: Pick<ConversationSummary, 'owner' | 'agentId'>
}

export type ConversationAction = 'accept' | 'decline' | 'resolve' | 'return' | 'wait' | 'go-on' | 'close'
export type Api = ReturnType<typeof createApi>

/** Hundreds of articles, each written in a transaction of its own. */
const IMPORT_LIMIT_MS = 180_000

/** The console's HTTP API. Every function throws ApiError, never anything else. */
export function createApi(fetch: typeof globalThis.fetch) {
  const get = <Result>(path: string) => request<Result>(fetch, 'GET', path)
  const post = <Result>(path: string, body: unknown, limitMs?: number) =>
    request<Result>(fetch, 'POST', path, body, limitMs)
  const conversation = (id: string) => `/api/console/conversations/${encodeURIComponent(id)}`
  const article = (id: string) => `/api/console/articles/${encodeURIComponent(id)}`
  const automation = '/api/console/automation'
  const rule = (id: string) => `${automation}/rules/${encodeURIComponent(id)}`
  const person = (id: string) => `/api/console/people/${encodeURIComponent(id)}`
  const message = (id: string) => `/api/console/messages/${encodeURIComponent(id)}`

  return {
    login: (email: string, password: string) => post<MeResult>('/api/login', { email, password }),
    logout: () => post<unknown>('/api/logout', {}),
    me: () => get<MeResult>('/api/me'),
    loginHints: () => get<LoginHints>('/api/login-hints'),
    inbox: () => get<InboxSnapshot>('/api/console/inbox'),
    search: (words: string) => get<SearchResult>(`/api/console/search?${new URLSearchParams({ words })}`),
    reference: () => get<Reference>('/api/console/reference'),
    detail: (id: string) => get<ConversationDetail>(conversation(id)),
    act: (id: string, action: ConversationAction) => post<unknown>(`${conversation(id)}/${action}`, {}),
    snooze: (id: string, until: string) => post<unknown>(`${conversation(id)}/snooze`, { until }),
    reply: (id: string, body: { clientMessageId: string; text: string; lastSeenSeq: number; wait?: boolean }) =>
      post<unknown>(`${conversation(id)}/reply`, body),
    note: (id: string, body: { clientMessageId: string; text: string }) =>
      post<unknown>(`${conversation(id)}/note`, body),
    changeTags: (id: string, change: { add: string[]; remove: string[] }) =>
      post<unknown>(`${conversation(id)}/tags`, change),
    setPriority: (id: string, priority: Priority | null) => post<unknown>(`${conversation(id)}/priority`, { priority }),
    merge: (id: string, intoId: string) => post<unknown>(`${conversation(id)}/merge`, { intoId }),
    undoMerge: (id: string) => post<unknown>(`${conversation(id)}/merge/undo`, {}),
    transfer: (id: string, order: TransferOrder) => post<unknown>(`${conversation(id)}/transfer`, order),
    correctIntent: (messageId: string, intent: string) => post<unknown>(`${message(messageId)}/intent`, { intent }),
    correctSentiment: (messageId: string, sentiment: Sentiment) =>
      post<unknown>(`${message(messageId)}/sentiment`, { sentiment }),
    articles: (query: ArticlesQuery) => get<ArticleList>(`/api/console/articles?${parameters(query)}`),
    article: (id: string) => get<ArticleDetail>(article(id)),
    articleVersion: (id: string, version: number) => get<ArticleVersionResult>(`${article(id)}/versions/${version}`),
    createArticle: (content: ArticleContent) => post<ArticleDetail>('/api/console/articles', { content }),
    saveArticle: (id: string, baseVersion: number, content: ArticleContent) =>
      post<ArticleDetail>(`${article(id)}/save`, { baseVersion, content }),
    setArticleState: (id: string, state: ArticleState, baseVersion: number) =>
      post<ArticleDetail>(`${article(id)}/${state}`, { baseVersion }),
    restoreArticle: (id: string, baseVersion: number, version: number) =>
      post<ArticleDetail>(`${article(id)}/restore`, { baseVersion, version }),
    previewImport: (files: readonly ImportFile[]) =>
      post<ArticleImportPreview>('/api/console/articles/import/preview', { files }, IMPORT_LIMIT_MS),
    importArticles: (files: readonly ImportFile[], publish: boolean) =>
      post<ArticleImportResult>('/api/console/articles/import', { files, publish }, IMPORT_LIMIT_MS),
    ruleCatalogue: () => get<RuleCatalogue>(`${automation}/catalogue`),
    rules: () => get<RuleList>(`${automation}/rules`),
    rule: (id: string) => get<RuleDetail>(rule(id)),
    createRule: (content: RuleContent) => post<RuleDetail>(`${automation}/rules`, { content }),
    saveRule: (id: string, baseVersion: number, content: RuleContent) =>
      post<RuleDetail>(`${rule(id)}/save`, { baseVersion, content }),
    restoreRule: (id: string, baseVersion: number, version: number) =>
      post<RuleDetail>(`${rule(id)}/restore`, { baseVersion, version }),
    switchRule: (id: string, enabled: boolean) => post<RuleDetail>(`${rule(id)}/switch`, { enabled }),
    removeRule: (id: string) => post<unknown>(`${rule(id)}/remove`, {}),
    orderRules: (ids: string[]) => post<RuleList>(`${automation}/rules/order`, { ids }),
    firings: (query: FiringsQuery) => get<FiringList>(`${automation}/firings?${parameters(query)}`),
    reviewFiring: (id: string, verdict: 'right' | 'wrong') =>
      post<unknown>(`${automation}/firings/${encodeURIComponent(id)}/review`, { verdict }),
    exceptions: () => get<ExceptionList>(`${automation}/exceptions`),
    handleException: (firingId: string, place: number, how: 'retry' | 'dismiss') =>
      post<unknown>(`${automation}/exceptions/${encodeURIComponent(firingId)}/${place}/${how}`, {}),
    dryRun: (content: RuleContent, tell: (looked: number, of: number) => void, signal: AbortSignal) =>
      dryRun(fetch, `${automation}/dry-run`, content, tell, signal),
    people: () => get<PeopleList>('/api/console/people'),
    person: (id: string) => get<Person>(person(id)),
    addPerson: (content: PersonContent & { email: string }) => post<PasswordResult>('/api/console/people', content),
    savePerson: (id: string, baseVersion: string, content: PersonContent) =>
      post<Person>(`${person(id)}/save`, { baseVersion, ...content }),
    setPassword: (id: string) => post<PasswordResult>(`${person(id)}/password`, {}),
    removePerson: (id: string) => post<Person>(`${person(id)}/remove`, {}),
    bringBackPerson: (id: string) => post<PasswordResult>(`${person(id)}/bring-back`, {}),
    retryExceptions: (which: { exceptions: { firingId: string; place: number }[] } | { ruleId: string }) =>
      post<RetriedExceptions>(`${automation}/exceptions/retry`, which),
    notices: () => get<NoticeList>('/api/console/notices'),
    seeNotices: (until: string) => post<unknown>('/api/console/notices/seen', { until }),
    seeNotice: (id: string) => post<unknown>(`/api/console/notices/${encodeURIComponent(id)}/seen`, {}),
    setAvailability: (availability: Availability, reason: AwayReason | null) =>
      post<unknown>(
        '/api/console/availability',
        availability === 'online' ? { availability } : { availability, reason },
      ),
    overview: (query: RangeQuery & { bucket: 'hour' | 'day' }) =>
      get<OverviewReport>(`/api/reports/overview?${parameters(query)}`),
    serviceLevels: (query: { from: string; to: string; time: 'business' | 'calendar' }) =>
      get<ServiceLevelReport>(`/api/reports/service-levels?${parameters(query)}`),
    reportConversations: (query: ConversationsQuery) =>
      get<ReportConversations>(`/api/reports/conversations?${parameters(query)}`),
  }
}

function parameters(query: object): string {
  const present = Object.entries(query).filter(([, value]) => value !== undefined)
  return new URLSearchParams(present.map(([name, value]) => [name, String(value)])).toString()
}

async function request<Result>(
  fetch: typeof globalThis.fetch,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  limitMs = 20_000,
): Promise<Result> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    })
  } catch {
    throw new ApiError(0, {
      code: 'no-answer',
      message: 'The server did not answer. Check the connection and try again.',
    })
  }
  const payload: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusal(response, payload)
  // The server answers each path with the type named in `createApi`; both sides share those types.
  return payload as Result
}

/** Reads the lines of a dry run as they come. Ends with an AbortError when `signal` is aborted. */
async function dryRun(
  fetch: typeof globalThis.fetch,
  path: string,
  content: RuleContent,
  tell: (looked: number, of: number) => void,
  signal: AbortSignal,
): Promise<DryRunResult> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ content }),
    signal,
  })
  if (!response.ok) throw refusal(response, await response.json().catch(() => null))
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true }
    const lines = `${rest}${value}`.split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      const line = JSON.parse(text) as DryRunLine
      if (line.kind === 'result') return line.result
      if (line.kind === 'error') throw new ApiError(500, { code: 'dry-run', message: line.message })
      tell(line.looked, line.of)
    }
    if (done) throw new ApiError(0, { code: 'no-answer', message: 'The dry run ended without a result. Try it again.' })
  }
}

function refusal(response: Response, payload: unknown): ApiError {
  const error = isErrorBody(payload) ? payload.error : null
  const retryAfterSeconds = Number(response.headers.get('retry-after'))
  return new ApiError(response.status, {
    code: error?.code ?? 'unreadable-answer',
    message:
      error?.message ?? `The server answered with status ${response.status} and no explanation. Try again in a minute.`,
    ...(error?.field !== undefined && { field: error.field }),
    retryAfterMs: error?.retryAfterMs ?? (retryAfterSeconds > 0 ? retryAfterSeconds * 1_000 : undefined),
  })
}

function isErrorBody(payload: unknown): payload is { error: WireError } {
  if (typeof payload !== 'object' || payload === null || !('error' in payload)) return false
  const { error } = payload
  return typeof error === 'object' && error !== null && 'message' in error && 'code' in error
}

/** The sentence to show for any failure of a request. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The console met an error it has no words for. Load the page again.'
}
