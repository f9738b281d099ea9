import { createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/domain/index.ts'
import type {
  DryRunLine,
  ExceptionList,
  FiringList,
  NoticeList,
  RetriedExceptions,
  RuleCatalogue,
  RuleDetail,
  RuleFiring,
  RuleList,
} from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { until } from '../support/wait.ts'

const AUTOMATION = '/api/console/automation'
const LIMITS = { perCustomer: { times: 10, hours: 24 }, perRule: { times: 100, hours: 1 } }
const GERMAN_QUESTION = 'Wie waren wir? Wählen Sie eines der fünf Gesichter unten.'
const SECRET = 'a secret of the test'
const LEVELS = 'policies: [{ name: Everybody, time: calendar, firstReply: 20 min }]\n'

describeOnEachDatabase('automation', (kind) => {
  let database: Database
  let app: TestApp
  let lead: AgentClient
  let lotte: AgentClient
  let shop: Server
  let folder: string
  const calls: { headers: Record<string, unknown>; body: string }[] = []
  let shopAnswers = 200

  beforeAll(async () => {
    shop = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += part
      })
      request.on('end', () => {
        calls.push({ headers: request.headers, body })
        response.writeHead(shopAnswers).end()
      })
    }).listen(0, '127.0.0.1')
    folder = await mkdtemp(join(tmpdir(), 'earshot-company-'))
    await writeFile(join(folder, 'service-levels.yaml'), LEVELS)
    database = await kind.open()
    app = await start()
    const [row] = await database.query<{ email: string }>(`select email from agents where role = 'lead' order by email`)
    lead = await AgentClient.login(app.url, row?.email ?? '')
    lotte = await (await AgentClient.login(app.url, 'lotte@techgear.example')).connect()
  }, 60_000)
  afterAll(async () => {
    lotte?.disconnect()
    await app?.close()
    await database?.close()
    shop?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const start = () => startApp(database, { EARSHOT_WEBHOOKS_INSIDE: '1', EARSHOT_COMPANY_DIR: folder })

  async function post<Result>(client: AgentClient, path: string, body: object = {}): Promise<Result> {
    const response = await client.request('POST', `${AUTOMATION}/${path}`, body)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Result
  }
  /** A rule that is on. */
  async function on(content: object): Promise<RuleDetail> {
    const { rule } = await post<RuleDetail>(lead, 'rules', { content: { limits: LIMITS, ...content } })
    expect(rule.enabled).toBe(false)
    return post<RuleDetail>(lead, `rules/${rule.id}/switch`, { enabled: true })
  }
  const off = ({ rule }: RuleDetail) => post(lead, `rules/${rule.id}/switch`, { enabled: false })
  const firingsOf = async ({ rule }: RuleDetail) =>
    (await lead.get<FiringList>(`${AUTOMATION}/firings?ruleId=${rule.id}`)).firings
  const settled = (detail: RuleDetail, isWanted: (firing: RuleFiring) => boolean = isOver) =>
    until(`a firing of ${detail.rule.content.name}`, async () => (await firingsOf(detail)).find(isWanted))
  const isOver = ({ acts }: RuleFiring) => acts.every(({ status }) => status !== 'waiting')

  /** A customer whose conversation Lotte has. */
  async function withLotte(): Promise<{ customer: CustomerClient; id: string }> {
    const customer = await CustomerClient.connect(app.url)
    const { conversation } = await customer.send('I want to speak to a person')
    await customer.next(1, () => true)
    await lotte.act(conversation.id, 'accept')
    return { customer, id: conversation.id }
  }

  it('ships rules as version 1, once, and leaves out what this server cannot do', async () => {
    const { rules } = await lead.get<RuleList>(`${AUTOMATION}/rules`)
    expect(rules.filter(({ isShipped }) => isShipped).map(({ content, version }) => [content.name, version])).toEqual(
      expect.arrayContaining([
        ['Follow up a waiting customer once', 1],
        ['Resolve after three days of silence', 1],
        ['Escalate a breached service level', 1],
        ['Ask for a rating after resolution', 1],
      ]),
    )
  })

  it('does what a rule says once its conditions hold, and stores every value it saw', async () => {
    const rule = await on({
      name: 'Trouble with chargers',
      event: { type: 'turn_decided' },
      conditions: { all: [{ field: 'message.text', op: 'has_word', value: ['charger'] }] },
      actions: [
        { kind: 'add_tags', tags: ['warranty'] },
        { kind: 'note', text: 'The customer is {{customer.name|a visitor}}.' },
      ],
    })
    const customer = await CustomerClient.connect(app.url)
    await customer.say('What are your opening hours?')
    const { conversation } = await customer.send('My charger is dead')
    const firing = await settled(rule)
    expect(firing).toMatchObject({
      ruleVersion: 1,
      event: 'turn_decided',
      conversationId: conversation.id,
      suppressed: null,
      findings: [{ field: 'message.text', seen: 'My charger is dead', holds: true }],
      acts: [
        { kind: 'add_tags', status: 'done', attempts: 1, outcome: 'Added warranty.' },
        { kind: 'note', status: 'done' },
      ],
    })
    const { summary, messages } = await lead.open(conversation.id)
    expect(summary.tags).toContainEqual({ tag: 'warranty', source: 'rule', confidence: null })
    expect(messages.filter(({ kind }) => kind === 'note').map(({ text }) => text)).toEqual([
      'The customer is a visitor.\n(Rule “Trouble with chargers”)',
    ])
    expect(await firingsOf(rule)).toHaveLength(1)
    await off(rule)
    customer.close()
  })

  it('writes to customers in their language where it has the words, else in the first text', async () => {
    const rule = await on({
      name: 'Greet',
      event: { type: 'ticket_opened' },
      actions: [
        { kind: 'reply', text: 'We are on it.', translations: { nl: 'We zijn ermee bezig, {{customer.name|klant}}.' } },
      ],
    })
    const asked = await on({
      name: 'Ask',
      event: { type: 'resolved' },
      actions: [{ kind: 'ask_rating', text: 'How was it?', translations: { nl: 'Hoe was het?' } }],
    })
    /** What the rules wrote to somebody who writes so. */
    const told = async (words: string) => {
      const customer = await CustomerClient.connect(app.url)
      const { conversation } = await customer.send(words)
      await until('the greeting', async () =>
        (await firingsOf(rule)).find(isAbout(conversation.id))?.acts.every(isDone),
      )
      await lead.act(conversation.id, 'accept')
      await lead.act(conversation.id, 'resolve')
      await until('the question', async () =>
        (await firingsOf(asked)).find(isAbout(conversation.id))?.acts.every(isDone),
      )
      const { messages } = await lead.open(conversation.id)
      customer.close()
      const of = (wanted: string[]) => messages.map(({ text }) => text).filter((text) => wanted.includes(text))
      return of(['We are on it.', 'We zijn ermee bezig, klant.', 'How was it?', 'Hoe was het?', GERMAN_QUESTION])
    }
    const isAbout = (id: string) => (firing: RuleFiring) => firing.conversationId === id
    const isDone = ({ status }: RuleFiring['acts'][number]) => status === 'done'

    expect(await told('Ik wil graag met een medewerker spreken over mijn bestelling')).toEqual([
      'We zijn ermee bezig, klant.',
      'Hoe was het?',
    ])
    expect(await told('Ich möchte bitte mit einem Menschen über meine Bestellung sprechen')).toEqual([
      'We are on it.',
      GERMAN_QUESTION,
    ])
    expect(await told('I want to speak to a person')).toEqual(['We are on it.', 'How was it?'])
    expect((await firingsOf(asked)).map(({ acts }) => acts[0]?.outcome)).toEqual([
      'Sent to the customer.',
      'Sent to the customer in German.',
      'Sent to the customer in Dutch.',
    ])
    for (const one of [rule, asked]) await off(one)
  })

  it('lets rules react to each other, never to themselves, and tells of what it held back', async () => {
    const first = await on({
      name: 'Cables are about delivery',
      event: { type: 'message_received' },
      conditions: { field: 'message.text', op: 'has_word', value: ['cable'] },
      actions: [{ kind: 'add_tags', tags: ['delivery'] }],
    })
    const second = await on({
      name: 'Delivery and payment swap',
      event: { type: 'tag_added' },
      conditions: { field: 'event.by', op: 'is', value: 'system' },
      actions: [{ kind: 'add_tags', tags: ['payment'] }],
    })
    const customer = await CustomerClient.connect(app.url)
    await customer.send('The cable, the cable')
    await settled(second, ({ suppressed }) => suppressed === 'own_consequence')
    const firings = await firingsOf(second)
    expect(firings.map(({ causedBy, suppressed }) => ({ causedBy, suppressed }))).toEqual([
      { causedBy: ['Cables are about delivery', 'Delivery and payment swap'], suppressed: 'own_consequence' },
      { causedBy: ['Cables are about delivery'], suppressed: null },
    ])
    await off(first)
    await off(second)
    customer.close()
  })

  it('calls a webhook with a signature, and leaves what fails for a person, who retries it', async () => {
    const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/hook`
    const rule = await on({
      name: 'Tell the shop',
      event: { type: 'message_received' },
      conditions: { field: 'message.text', op: 'contains', value: 'tripod' },
      actions: [{ kind: 'webhook', url, secret: SECRET }],
    })
    expect(JSON.stringify(rule)).not.toContain(SECRET)
    const saved = await post<RuleDetail>(lead, `rules/${rule.rule.id}/save`, {
      baseVersion: 1,
      content: { ...rule.rule.content, name: 'Tell the shop of tripods' },
    })
    shopAnswers = 410
    const customer = await CustomerClient.connect(app.url)
    await customer.send('My tripod fell over')
    const exceptions = () => lead.get<ExceptionList>(`${AUTOMATION}/exceptions`)
    const { exceptions: queue } = await until('the exception', async () => {
      const list = await exceptions()
      return list.total > 0 && list
    })
    expect(queue).toMatchObject([{ kind: 'webhook', ruleName: 'Tell the shop of tripods', attempts: 1 }])
    expect(queue[0]?.outcome).toContain('410')
    expect((await lotte.request('POST', `${AUTOMATION}/exceptions/${queue[0]?.firingId}/0/retry`)).status).toBe(403)

    shopAnswers = 204
    await post(lead, `exceptions/${queue[0]?.firingId}/0/retry`)
    await settled(saved, ({ acts }) => acts[0]?.status === 'done')
    expect((await exceptions()).total).toBe(0)
    const [one, two] = calls.map(({ headers, body }) => ({ id: String(headers['webhook-id']), headers, body }))
    expect(two?.id).toBe(one?.id)
    const signed = `${two?.id}.${two?.headers['webhook-timestamp']}.${two?.body}`
    expect(two?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`)
    expect(two?.body).not.toContain('fell over')
    await off(saved)
    customer.close()
  })

  it('retries many failed actions at once, with what became of each', async () => {
    const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/hook`
    const rule = await on({
      name: 'Tell the shop of lenses',
      event: { type: 'message_received' },
      conditions: { field: 'message.text', op: 'contains', value: 'lens' },
      actions: [{ kind: 'webhook', url, secret: SECRET }],
    })
    const customer = await CustomerClient.connect(app.url)
    const failed = (total: number) =>
      until(`${total} exceptions`, async () => {
        const list = await lead.get<ExceptionList>(`${AUTOMATION}/exceptions`)
        return list.total === total && list.exceptions
      })
    shopAnswers = 410
    for (const text of ['A lens', 'Two lenses', 'Three lenses']) await customer.send(text)
    const [first, second, third] = (await failed(3)).map(({ firingId, place }) => ({ firingId, place }))
    await post(lead, `exceptions/${third?.firingId}/0/dismiss`)
    expect((await lotte.request('POST', `${AUTOMATION}/exceptions/retry`, { ruleId: rule.rule.id })).status).toBe(403)
    expect((await lead.request('POST', `${AUTOMATION}/exceptions/retry`, { exceptions: [] })).status).toBe(400)

    shopAnswers = 204
    const chosen = await post<RetriedExceptions>(lead, 'exceptions/retry', { exceptions: [first, third] })
    expect(chosen).toEqual({
      results: [
        { ...first, result: 'retried' },
        { ...third, result: 'gone' },
      ],
      left: 0,
    })
    await failed(1)
    const all = await post<RetriedExceptions>(lead, 'exceptions/retry', { ruleId: rule.rule.id })
    expect(all).toEqual({ results: [{ ...second, result: 'retried' }], left: 0 })
    await until('all are done', async () => {
      const statuses = (await firingsOf(rule)).flatMap(({ acts }) => acts.map(({ status }) => status))
      return statuses.toSorted().join() === 'dismissed,done,done'
    })
    await off(rule)
    customer.close()
  })

  it('follows up after silence, and goes on later only if the conditions still hold', async () => {
    const rule = await on({
      name: 'Ask again, then give up',
      event: { type: 'no_reply_for', who: 'customer', hours: 2 },
      conditions: { field: 'conversation.owner', op: 'is', value: 'agent' },
      actions: [
        { kind: 'reply', text: 'Are you still there?' },
        { kind: 'follow_up_later', hours: 5 },
        { kind: 'resolve' },
      ],
    })
    const quiet = await withLotte()
    const talker = await withLotte()
    for (const { id } of [quiet, talker]) await lotte.reply(id, 'Which order is it?')
    const timerOf = (id: string) =>
      until('the timer', async () => {
        const rows = await database.query(
          `update timers set due_at = now() where conversation_id = $1 and data ->> 'ruleId' = $2 returning 1`,
          [id, rule.rule.id],
        )
        return rows.length > 0
      })
    await talker.customer.send('Number 12')
    await timerOf(quiet.id)
    await timerOf(talker.id)
    await quiet.customer.next(1, ({ text }) => text === 'Are you still there?')
    expect((await firingsOf(rule)).map(({ conversationId }) => conversationId)).toEqual([quiet.id])

    // Five hours later the conversation is the assistant's, so it is not resolved.
    await lotte.act(quiet.id, 'return')
    await database.query(
      `update rule_acts set due_at = now() where place = 1 and firing_id in (select id from rule_firings where rule_id = $1)`,
      [rule.rule.id],
    )
    expect((await settled(rule)).acts.map(({ status, outcome }) => [status, outcome])).toEqual([
      ['done', 'Sent to the customer.'],
      ['done', 'The conditions do not hold any more.'],
      ['skipped', 'The conditions do not hold any more.'],
    ])
    await off(rule)
    for (const { customer } of [quiet, talker]) customer.close()
  })

  it('resolves by itself only what waits for the customer, never where we owe the answer', async () => {
    const { rules } = await lead.get<RuleList>(`${AUTOMATION}/rules`)
    const id = rules.find(({ content }) => content.name === 'Resolve after three days of silence')?.id ?? ''
    const rule = await lead.get<RuleDetail>(`${AUTOMATION}/rules/${id}`)
    const [asked, promised] = [await withLotte(), await withLotte()]
    for (const [one, wait] of [
      [promised, false],
      [asked, true],
    ] as const) {
      const reply = { clientMessageId: randomUUID(), text: 'A moment please.', lastSeenSeq: 99, wait }
      await lotte.act(one.id, 'reply', reply)
      await until('the timer', async () => {
        const due = await database.query(
          `update timers set due_at = now() where conversation_id = $1 and data ->> 'ruleId' = $2 returning 1`,
          [one.id, id],
        )
        return due.length > 0
      })
    }
    expect(await settled(rule)).toMatchObject({
      conversationId: asked.id,
      findings: [{ seen: 'waiting_for_customer' }],
    })
    expect(await lotte.row(asked.id, () => true)).toMatchObject({ owner: 'resolved' })
    await until('both timers to fire', async () => {
      const waiting = await database.query(
        `select 1 from timers where data ->> 'ruleId' = $1 and status = 'waiting' and conversation_id = any($2::uuid[])`,
        [id, [asked.id, promised.id]],
      )
      return waiting.length === 0
    })
    expect(await firingsOf(rule)).toHaveLength(1)
    expect(await lotte.row(promised.id, () => true)).toMatchObject({ owner: 'agent', ticketState: 'open' })
    await lotte.act(promised.id, 'resolve')
    for (const { customer } of [asked, promised]) customer.close()
  })

  it('tells leads in the console until they have seen it', async () => {
    const rule = await on({
      name: 'Tell leads of smoke',
      event: { type: 'message_received' },
      conditions: { field: 'message.text', op: 'has_word', value: ['smoke'] },
      actions: [{ kind: 'notify', who: 'leads', text: 'Smoke!' }],
    })
    const customer = await CustomerClient.connect(app.url)
    await customer.send('There is smoke')
    const notices = async () => (await lead.get<NoticeList>('/api/console/notices')).notices
    const [notice] = await until('the notice', async () => {
      const list = await notices()
      return list.length > 0 && list
    })
    expect(notice?.text).toBe('Smoke!')
    expect((await lotte.get<NoticeList>('/api/console/notices')).notices).toEqual([])
    await lead.post(`/api/console/notices/${notice?.id}/seen`)
    expect(await notices()).toEqual([])

    await customer.send('More smoke')
    await customer.send('Smoke everywhere')
    const both = await until('both notices', async () => {
      const list = await notices()
      return list.length === 2 && list
    })
    await lead.post('/api/console/notices/seen', { until: both[0]?.at })
    expect((await notices()).map(({ id }) => id)).toEqual([both[1]?.id])
    await lead.post('/api/console/notices/seen', { until: both[1]?.at })
    expect(await notices()).toEqual([])
    await off(rule)
    customer.close()
  })

  it('says what a rule would have done in the last 30 days, limits included, without doing it', async () => {
    const customer = await CustomerClient.connect(app.url)
    for (const text of ['One gimbal', 'Two gimbals and a gimbal', 'A third gimbal']) await customer.send(text)
    const content = {
      name: 'Gimbals',
      event: { type: 'message_received' },
      conditions: {
        all: [
          { field: 'message.text', op: 'contains', value: 'gimbal' },
          { field: 'customer.verified', op: 'is', value: false },
        ],
      },
      actions: [{ kind: 'add_tags', tags: ['delivery'] }],
      limits: { ...LIMITS, perCustomer: { times: 2, hours: 1 } },
    }
    const response = await lead.request('POST', `${AUTOMATION}/dry-run`, { content })
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DryRunLine)
    expect(lines[0]).toMatchObject({ kind: 'progress', looked: 0 })
    expect(lines.at(-1)).toMatchObject({
      kind: 'result',
      result: {
        fired: 2,
        heldBack: 1,
        todays: ['The customer is verified'],
        firings: [{ findings: [{ seen: 'Two gimbals and a gimbal' }, {}] }, { findings: [{ seen: 'One gimbal' }, {}] }],
      },
    })
    const refused = await lead.request('POST', `${AUTOMATION}/dry-run`, { content: { ...content, actions: [] } })
    expect(refused.status).toBe(400)
    const { summary } = await lead.open(customer.conversation?.id ?? '')
    expect(summary.tags.map(({ tag }) => tag)).not.toContain('delivery')
    customer.close()
  })

  it('keeps every version, brings one back, and orders the rules', async () => {
    const content = {
      name: 'First name',
      event: { type: 'reopened' },
      actions: [{ kind: 'note', text: 'Back again.' }],
    }
    const { rule } = await post<RuleDetail>(lead, 'rules', { content })
    await post(lead, `rules/${rule.id}/save`, { baseVersion: 1, content: { ...content, name: 'Second name' } })
    const crossed = await lead.request('POST', `${AUTOMATION}/rules/${rule.id}/save`, { baseVersion: 1, content })
    expect([crossed.status, ((await crossed.json()) as { error: { code: string } }).error.code]).toEqual([
      409,
      'rule-changed',
    ])
    const back = await post<RuleDetail>(lead, `rules/${rule.id}/restore`, { baseVersion: 2, version: 1 })
    expect(back.rule.content.name).toBe('First name')
    expect(back.versions.map(({ version, restoredFrom, authorName }) => [version, restoredFrom, authorName])).toEqual([
      [3, 1, lead.me.name],
      [2, null, lead.me.name],
      [1, null, lead.me.name],
    ])

    const ids = (await lead.get<RuleList>(`${AUTOMATION}/rules`)).rules.map(({ id }) => id)
    const { rules } = await post<RuleList>(lead, 'rules/order', { ids: [...ids].reverse() })
    expect(rules.map(({ id }) => id)).toEqual([...ids].reverse())
    expect((await lead.request('POST', `${AUTOMATION}/rules/order`, { ids: ids.slice(1) })).status).toBe(400)
    await post(lead, `rules/${rule.id}/remove`)
    expect((await lead.request('GET', `${AUTOMATION}/rules/${rule.id}`)).status).toBe(404)
  })

  it('lets agents read and not change, and names what is wrong with a rule', async () => {
    expect((await lotte.get<RuleList>(`${AUTOMATION}/rules`)).rules.length).toBeGreaterThan(0)
    for (const path of ['rules', 'dry-run', 'rules/order', `firings/${randomUUID()}/review`]) {
      expect((await lotte.request('POST', `${AUTOMATION}/${path}`, {})).status).toBe(403)
    }
    const wrong = {
      name: 'X',
      event: { type: 'rated' },
      conditions: { all: [{ field: 'conversation.rating', op: 'at_most', value: 'two' }] },
      actions: [{ kind: 'note', text: 'x' }],
    }
    const refused = await lead.request('POST', `${AUTOMATION}/rules`, { content: wrong })
    expect((await refused.json()) as object).toMatchObject({
      error: { code: 'rule-invalid', field: 'conditions.all.0.value' },
    })
    for (const [translations, field] of [
      [{ dutch: 'Hallo' }, 'actions.0.translations.dutch'],
      [{ nl: ' ' }, 'actions.0.translations.nl'],
      [{ nl: 'Hallo {{customer.nmae}}' }, 'actions.0.translations.nl'],
    ] as const) {
      const content = { name: 'X', event: { type: 'rated' }, actions: [{ kind: 'reply', text: 'Hello', translations }] }
      const answer = await lead.request('POST', `${AUTOMATION}/rules`, { content })
      expect((await answer.json()) as object).toMatchObject({ error: { code: 'rule-invalid', field } })
    }
  })

  it('starts a guided dialogue in a conversation of the assistant, once, and never where a person has it', async () => {
    const rule = await on({
      name: 'Offer to look up the parcel',
      event: { type: 'turn_decided' },
      conditions: { field: 'message.text', op: 'has_word', value: ['doorbell'] },
      actions: [{ kind: 'start_flow', flow: 'order_status' }],
    })
    const customer = await CustomerClient.connect(app.url)
    const { message, conversation } = await customer.send('Nobody rang the doorbell')
    const asked = await customer.next(message.seq, ({ text }) => text.includes('What is the order number?'))
    expect(asked.quickReplies).toEqual(['Stop here'])
    expect((await settled(rule)).acts).toMatchObject([{ status: 'done', outcome: 'Started: Where an order is.' }])
    await customer.say('doorbell TG-104310')
    const later = await settled(
      rule,
      (firing) => isOver(firing) && firing.acts[0]?.outcome?.includes('under way') === true,
    )
    expect(later.acts).toMatchObject([{ outcome: 'Not started: “Where an order is” is under way.' }])
    const said = customer.inOrder().map(({ text }) => text)
    expect(said.at(-1)).toContain('Which e-mail address did you order with?')

    await customer.say('Stop here')
    await customer.send('I want to speak to a person about the doorbell')
    const refused = await settled(rule, (firing) => firing.acts[0]?.outcome?.includes('a person') === true)
    expect(refused.acts).toMatchObject([
      { status: 'done', outcome: 'Not started: a person has the conversation, or is awaited.' },
    ])
    const { events } = await lead.open(conversation.id)
    expect(events.map(({ type }) => type)).not.toContain('rule.act_failed')
    await off(rule)
    customer.close()
  })

  it('waits with a dialogue until the message in hand is answered, so that its state is not lost', async () => {
    const rule = await on({
      name: 'Ask at once',
      event: { type: 'message_received' },
      conditions: { field: 'message.text', op: 'has_word', value: ['newsletter'] },
      actions: [{ kind: 'start_flow', flow: 'talk_to_sales' }],
    })
    const customer = await CustomerClient.connect(app.url)
    const { message } = await customer.send('I have read your newsletter')
    await until('the start of the dialogue', async () => {
      await database.query(`update rule_acts set due_at = now() where status = 'waiting'`)
      return (await firingsOf(rule)).some(({ acts }) => acts[0]?.outcome === 'Started: Talk to sales.')
    })
    await customer.next(message.seq, ({ text }) => text.includes('Which products do you need'))
    expect((await customer.say('Twenty laptops')).text).toContain('For which company')
    await off(rule)
    customer.close()
  })

  it('leaves a dialogue that would end at once to a person, and refuses one that is not there', async () => {
    const rule = await on({
      name: 'Cancel by word',
      event: { type: 'turn_decided' },
      conditions: { field: 'message.text', op: 'has_word', value: ['raffle'] },
      actions: [{ kind: 'start_flow', flow: 'cancel_order' }],
    })
    const customer = await CustomerClient.connect(app.url)
    const { conversation } = await customer.send('hello')
    await customer.next(1, ({ author }) => author === 'assistant')
    await database.query(
      `insert into verified_identities (customer_id, email, method, valid_until)
       select customer_id, 'bram.willems@example.org', 'login', now() + interval '1 hour' from conversations where id = $1`,
      [conversation.id],
    )
    // Bram's, and delivered.
    await customer.say('I won TG-103467 in a raffle')
    const [act] = (await settled(rule)).acts
    expect([act?.status, act?.outcome]).toEqual(['failed', expect.stringContaining('Order TG-103467 is delivered.')])
    expect(customer.inOrder().filter(({ text }) => text.includes('is delivered'))).toEqual([])
    const { exceptions } = await lead.get<ExceptionList>(`${AUTOMATION}/exceptions`)
    for (const { firingId, ruleId } of exceptions) {
      if (ruleId === rule.rule.id) await post(lead, `exceptions/${firingId}/0/dismiss`)
    }
    await off(rule)
    customer.close()

    const wrong = { name: 'X', event: { type: 'rated' }, actions: [{ kind: 'start_flow', flow: 'order_state' }] }
    const refused = await lead.request('POST', `${AUTOMATION}/rules`, { content: wrong })
    expect((await refused.json()) as object).toMatchObject({
      error: { code: 'rule-invalid', field: 'actions.0.flow', message: expect.stringContaining('"order_state"') },
    })
    const catalogue = await lead.get<RuleCatalogue>(`${AUTOMATION}/catalogue`)
    expect(catalogue.flows).toContainEqual({ name: 'order_status', title: 'Where an order is' })
  })

  it('snoozes a ticket with an agent, and closes one once it is resolved', async () => {
    const aside = await on({
      name: 'Put aside after a reply',
      event: { type: 'agent_replied' },
      actions: [{ kind: 'snooze', hours: 2 }],
    })
    const { customer, id } = await withLotte()
    await lotte.reply(id, 'I will ask the warehouse.')
    expect((await settled(aside)).acts).toMatchObject([{ status: 'done', outcome: 'Snoozed for 2 h.' }])
    expect(await lotte.row(id, () => true)).toMatchObject({ owner: 'agent', ticketState: 'snoozed' })
    await off(aside)

    const closing = await on({
      name: 'Close at once',
      event: { type: 'ticket_state_changed' },
      conditions: { field: 'event.to', op: 'is', value: 'resolved' },
      actions: [{ kind: 'close' }],
    })
    await lotte.act(id, 'resolve')
    expect(await settled(closing)).toMatchObject({
      findings: [{ field: 'event.to', seen: 'resolved' }],
      acts: [{ outcome: 'Closed.' }],
    })
    const { tickets, events } = await lotte.open(id)
    expect(tickets.map(({ status }) => status)).toEqual(['closed'])
    expect(events.findLast(({ type }) => type === 'ticket.state_changed')?.data).toMatchObject({
      from: 'resolved',
      to: 'closed',
      reason: 'the rule “Close at once”',
    })
    await off(closing)
    customer.close()
  })

  it('asks for somebody with another skill: the ticket goes back to the queue, unless nobody has it', async () => {
    const rules = await Promise.all(
      ['billing', 'juggling'].map((skill) =>
        on({
          name: `To ${skill}`,
          event: { type: 'message_received' },
          conditions: { field: 'message.text', op: 'has_word', value: [skill] },
          actions: [{ kind: 'assign', to: { skill } }],
        }),
      ),
    )
    const [billing, juggling] = rules as [RuleDetail, RuleDetail]
    const { customer, id } = await withLotte()
    await customer.send('It is about juggling')
    expect((await settled(juggling)).acts).toMatchObject([
      { status: 'failed', outcome: expect.stringContaining('nobody here has the skill "juggling"') },
    ])
    await customer.send('It is about billing')
    await settled(billing)
    const { summary, events } = await lotte.open(id)
    expect(summary).toMatchObject({ owner: 'queued', requiredSkill: 'billing', ticketState: 'open' })
    expect(events.find(({ type }) => type === 'ticket.skill_changed')?.data).toMatchObject({
      now: 'billing',
      by: 'rule',
    })
    for (const rule of rules) await off(rule)
    customer.close()
  })

  it('tells leads of a broken promise and raises the priority, once, even when the server starts again', async () => {
    const customer = await CustomerClient.connect(app.url)
    const { conversation } = await customer.send('I want to speak to a person')
    const { id } = conversation
    await customer.next(1, () => true)
    expect(await lead.row(id, ({ serviceLevel }) => serviceLevel !== null)).toMatchObject({ priority: 'normal' })
    // Somebody has it who does not reply: the priority of who waits in the queue rises by itself, whenever that is looked at.
    await lead.act(id, 'accept')
    await database.query(
      `update tickets set opened_at = opened_at - interval '20 minutes' where conversation_id = $1`,
      [id],
    )
    const look = async () => {
      await database.query(
        `update timers set due_at = now() where conversation_id = $1 and kind = 'look_at_clocks' and status = 'waiting'`,
        [id],
      )
      await lead.act(id, 'note', { clientMessageId: randomUUID(), text: 'What is this about?' })
    }
    const breaches = async () => {
      const { notices } = await lead.get<NoticeList>('/api/console/notices')
      return notices.map(({ text }) => text).filter((text) => text.startsWith('A service level was breached'))
    }
    await look()
    const told = await until('the notice', async () => {
      const texts = await breaches()
      return texts.length > 0 && texts
    })
    expect(told).toEqual([expect.stringMatching(/^A service level was breached: ticket \d+, priority high\.$/)])

    customer.close()
    lotte.disconnect()
    await app.close()
    app = await start()
    lead = await AgentClient.login(app.url, lead.me.email)
    await look()
    await until('every event to be read', async () => {
      const behind = await database.query(
        `select 1 from events where position is null or position > (select position from event_readers where name = 'automation')`,
      )
      return behind.length === 0
    })
    expect(await breaches()).toHaveLength(1)
    const { summary, events } = await lead.open(id)
    expect(summary.priority).toBe('high')
    const kinds = events.map(({ type, data }) => (type === 'priority.changed' ? (data as { by: string }).by : type))
    expect(kinds.filter((kind) => ['service_level.breached', 'rule', 'waiting'].includes(kind))).toEqual([
      'service_level.breached',
      'rule',
    ])
  })
})
