import { createHmac } from 'node:crypto'
import type { Config } from '../config/index.ts'
import type { Database, Orders } from '../domain/index.ts'
import type { Log } from '../log.ts'
import { createMailer, type Mailer } from '../mail/index.ts'
import { createDemoOrders, createHttpOrders } from '../orders/index.ts'

/** The world outside that flows act on. */
export interface Outside {
  mail: Mailer
  /** Null where no system of orders is set and this is no demo. */
  orders: Orders | null
}

/** The shop's system where one is set, else the demo's tables in demo mode. */
export function openOutside(config: Config, database: Database, secret: string, log: Log): Outside {
  const mail = createMailer({ ...config.mail, demo: config.demo, log: log.write })
  if (config.orders) return { mail, orders: createHttpOrders({ ...config.orders, imageOrigins: config.widgetOrigins }) }
  if (!config.demo) return { mail, orders: null }
  const orders = createDemoOrders(database, {
    async sendResetLink(email, key) {
      const token = createHmac('sha256', secret).update(`reset ${key}`).digest('base64url')
      const address = config.publicUrl ?? `http://localhost:${config.port}`
      await mail.send({
        to: email,
        subject: 'Choose a new password',
        text: `${address}/?reset=${token}\n\nThis is the demo shop: there is no account behind this link.`,
        key,
      })
    },
  })
  return { mail, orders }
}
