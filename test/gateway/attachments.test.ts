import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Attachment, Database, Decision } from '../../src/domain/index.ts'
import type { WireError } from '../../src/protocol/index.ts'
import { AgentClient } from '../support/agent-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CustomerClient } from '../support/customer-client.ts'
import { describeOnEachDatabase } from '../support/database.ts'
import { png } from '../support/files.ts'
import { MailServer } from '../support/mail-server.ts'

describeOnEachDatabase('files of customers', ({ open }) => {
  let database: Database
  let app: TestApp
  let mail: MailServer

  beforeAll(async () => {
    database = await open()
    mail = await MailServer.start()
    app = await startApp(database, {
      EARSHOT_MAIL_URL: mail.url,
      EARSHOT_MAIL_FROM: 'help@techgear.example',
      EARSHOT_ATTACHMENT_MEGABYTES: '1',
      EARSHOT_ATTACHMENTS: '3',
    })
  })
  afterAll(async () => {
    await app?.close()
    mail?.close()
    await database?.close()
  })

  async function upload(
    token: string | null,
    content: Uint8Array | string,
    name = 'photo.png',
    field = 'file',
  ): Promise<{ status: number; attachment: Attachment; error: WireError }> {
    const form = new FormData()
    form.append(field, new Blob([content as BlobPart], { type: 'image/png' }), name)
    const response = await fetch(`${app.url}/api/customer/attachments`, {
      method: 'POST',
      body: form,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    })
    return { status: response.status, ...((await response.json()) as { attachment: Attachment; error: WireError }) }
  }
  const read = (id: string, token: string) =>
    fetch(`${app.url}/api/customer/attachments/${id}`, { headers: { authorization: `Bearer ${token}` } })

  it('are taken, sent with one message, and shown to their customer and to agents alone', async () => {
    const customer = await CustomerClient.connect(app.url)
    const { status, attachment } = await upload(customer.token, png(), '../../crack\u202egnp.exe')
    expect(status).toBe(201)
    expect(attachment).toMatchObject({ name: 'crackgnp.png', type: 'image/png', bytes: png().length })
    await customer.say('the screen is cracked', [attachment.id])
    expect(customer.inOrder()[0]?.attachments).toEqual([attachment])

    const mine = await read(attachment.id, customer.token)
    expect(mine.status).toBe(200)
    expect(new Uint8Array(await mine.arrayBuffer())).toEqual(new Uint8Array(png()))
    expect(mine.headers.get('content-type')).toBe('image/png')
    expect(mine.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''crackgnp\.png$/)
    expect(mine.headers.get('x-content-type-options')).toBe('nosniff')
    expect(mine.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")

    const other = await CustomerClient.connect(app.url)
    expect((await read(attachment.id, other.token)).status).toBe(404)
    expect((await fetch(`${app.url}/api/console/attachments/${attachment.id}`)).status).toBe(401)
    const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
    expect((await agent.request('GET', `/api/console/attachments/${attachment.id}`)).status).toBe(200)

    const again = { clientMessageId: 'another-one', text: 'again', attachments: [attachment.id] }
    expect(await customer.ask('message:send', again)).toMatchObject({
      ok: false,
      error: { code: 'attachment-unknown' },
    })
    const stolen = await upload(other.token, png())
    const theft = { clientMessageId: 'stolen-one', text: 'mine', attachments: [stolen.attachment.id] }
    expect(await customer.ask('message:send', theft)).toMatchObject({ ok: false, error: { field: 'attachments' } })
    customer.close()
    other.close()
  })

  it('that have a page behind their end are served without it, as what they are', async () => {
    const customer = await CustomerClient.connect(app.url)
    const { attachment } = await upload(
      customer.token,
      Buffer.concat([png(), Buffer.from('<script>alert(1)</script>')]),
    )
    const served = await read(attachment.id, customer.token)
    expect(Buffer.from(await served.arrayBuffer()).equals(png())).toBe(true)
    expect(served.headers.get('content-type')).toBe('image/png')
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
    expect(served.headers.get('content-disposition')).toMatch(/^attachment;/)
    customer.close()
  })

  it.each([
    ['HTML', '<html><script>alert(1)</script></html>', 'photo.png', 'attachment-type'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'photo.png', 'attachment-type'],
    ['a program', Buffer.from('MZ\u0090\u0000 a program'), 'photo.png', 'attachment-type'],
    [
      'a page that begins like a PNG',
      Buffer.concat([png().subarray(0, 40), Buffer.from('<script/>')]),
      'photo.png',
      'attachment-broken',
    ],
    ['nothing', '', 'photo.png', 'attachment-unreadable'],
    ['more than a megabyte', png({ ballast: 1_100_000 }), 'photo.png', 'attachment-too-large'],
  ])('that are %s are refused whatever they are called', async (_what, content, name, code) => {
    const customer = await CustomerClient.connect(app.url)
    expect(await upload(customer.token, content, name)).toMatchObject({ status: 400, error: { code, field: 'file' } })
    customer.close()
  })

  it('need a token, the right field, and stop at the day’s number', async () => {
    expect(await upload(null, png())).toMatchObject({ status: 403, error: { code: 'token-invalid' } })
    const customer = await CustomerClient.connect(app.url)
    expect((await upload(customer.token, png(), 'a.png', 'other')).error.code).toBe('attachment-unreadable')
    for (let i = 0; i < 3; i++) expect((await upload(customer.token, png())).status).toBe(201)
    expect(await upload(customer.token, png())).toMatchObject({ status: 429, error: { code: 'too-many-files' } })
    customer.close()
  })

  it('go with a report of damage to the person who decides on it', async () => {
    const customer = await CustomerClient.connect(app.url)
    await customer.say('my item TG-103467 arrived damaged, bram.willems@example.org')
    const asked = await customer.say(await mail.codeFor('bram.willems@example.org'))
    expect(asked.text).toContain('What is damaged in order TG-103467 (USB-C cable 2 m), and how?')
    expect((await customer.say('the plug is bent and one pin is missing')).text).toContain('attach a photo')
    expect((await customer.say('here it comes')).text).toContain('I see no photo')
    const { attachment } = await upload(customer.token, png(), 'plug.png')
    expect((await customer.say('plug.png', [attachment.id])).text).toContain('replacement or a refund')
    const summary = await customer.say('Replacement')
    expect(summary.text).toContain('photo: plug.png')
    await customer.say('Yes, pass it on')
    const agent = await AgentClient.login(app.url, 'lotte@techgear.example')
    const { tickets, messages } = await agent.open(customer.conversation?.id ?? '')
    const decision: Decision | null | undefined = messages.findLast(({ author }) => author === 'customer')?.decision
    expect(decision).toMatchObject({ kind: 'escalate', reason: 'flow_needs_person', skill: 'returns' })
    expect(tickets[0]?.packet.attachments).toEqual([attachment])
    expect(tickets[0]?.packet.summary).toContain('attached “plug.png”')
    expect(tickets[0]?.packet.flow).toContain('damage: the plug is bent and one pin is missing')
    customer.close()
  })
})
