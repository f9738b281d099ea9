/**
 * Mail to customers, by SMTP; the only home of nodemailer. In demo mode without a server the text goes to the log, which is
 * how whoever tries the demo finds their code.
 */
import type { Transporter } from 'nodemailer'
import { unavailable } from '../domain/index.ts'

const LIMIT_MS = 8_000

export interface Mail {
  to: string
  subject: string
  text: string
  /** The same for the same mail: it becomes the Message-ID, by which mailboxes know a repeat. */
  key: string
}

export interface Mailer {
  /** Whether anything sent would be seen by anybody. */
  canSend: boolean
  /** Throws `unavailable` when the server did not take it. */
  send(mail: Mail): Promise<void>
  /** Asks the server without sending; throws `unavailable` as `send` would. */
  probe(): Promise<void>
  close(): void
}

/** `url` such as `smtps://user:password@mail.example`; `from` as in the mail's header. */
export function createMailer(options: {
  url: string | undefined
  from: string | undefined
  demo: boolean
  log(level: 'info' | 'warn', event: string, fields: object): void
}): Mailer {
  const { url, from = 'assistant@localhost' } = options
  if (url === undefined) {
    return {
      canSend: options.demo,
      async send({ to, subject, text }) {
        if (!options.demo) throw unavailable('mail-not-set', 'No mail can be sent: EARSHOT_MAIL_URL is not set.')
        options.log('warn', 'mail.shown_here', { to, subject, text, advice: 'Set EARSHOT_MAIL_URL to send it.' })
      },
      async probe() {},
      close() {},
    }
  }
  let transport: Promise<Transporter> | undefined
  const open = () => {
    transport ??= import('nodemailer').then(({ createTransport }) => createTransport(withLimits(url)))
    return transport
  }
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    canSend: true,
    async send({ to, subject, text, key }) {
      const messageId = `<${key.replaceAll(/[^\w.-]/g, '-')}@${domain}>`
      await (await open()).sendMail({ from, to, subject, text, messageId }).catch(refuse)
    },
    async probe() {
      await (await open()).verify().catch(refuse)
    },
    close() {
      void transport?.then((opened) => opened.close())
    },
  }
}

function withLimits(url: string): string {
  const limited = new URL(url)
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout']) {
    if (!limited.searchParams.has(name)) limited.searchParams.set(name, String(LIMIT_MS))
  }
  return limited.href
}

function refuse(error: unknown): never {
  throw unavailable('mail-unreachable', 'The mail server did not take the mail.', error)
}
