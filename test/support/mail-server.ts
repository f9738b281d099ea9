import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { until } from './wait.ts'

export interface ReceivedMail {
  to: string
  /** Header and body as sent. */
  text: string
}

/** A mail server that speaks just enough SMTP to take a mail, on a real socket. */
export class MailServer {
  readonly mails: ReceivedMail[] = []
  /** Answers every recipient with a refusal while true. */
  refuses = false
  readonly url: string
  readonly #close: () => void

  private constructor(url: string, close: () => void) {
    this.url = url
    this.#close = close
  }

  static async start(): Promise<MailServer> {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}))
      mails.#speak(socket)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const mails = new MailServer(`smtp://127.0.0.1:${port}/?ignoreTLS=true`, () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    })
    return mails
  }

  #speak(socket: Socket): void {
    let buffer = ''
    let to = ''
    let inData = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 test')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      buffer += chunk
      for (;;) {
        const end = inData ? '\r\n.\r\n' : '\r\n'
        const at = buffer.indexOf(end)
        if (at < 0) return
        const line = buffer.slice(0, at)
        buffer = buffer.slice(at + end.length)
        if (inData) {
          this.mails.push({ to, text: line })
          inData = false
          say('250 taken')
        } else if (/^DATA/i.test(line)) {
          inData = true
          say('354 go on')
        } else if (/^RCPT TO:<(.+)>/i.test(line)) {
          to = /<(.+)>/.exec(line)?.[1] ?? ''
          say(this.refuses ? '451 not now' : '250 ok')
        } else if (/^QUIT/i.test(line)) {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
  }

  /** The code in the newest mail to `address`, once there are `count` of them. */
  async codeFor(address: string, count = 1): Promise<string> {
    const mail = await until(`mail ${count} to ${address}`, () => {
      const theirs = this.mails.filter(({ to }) => to === address)
      return theirs.length >= count && theirs.at(-1)
    })
    const code = /^Subject: (\d{6}) /m.exec(mail.text)?.[1]
    if (!code) throw new Error(`No code in:\n${mail.text}`)
    return code
  }

  close(): void {
    this.#close()
  }
}
