import type { ConversationDetail } from '../state/wire.ts'
import { channelWord, count } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Block } from './block.tsx'

export function CustomerCard({ view: { customer, summary } }: { view: ConversationDetail }) {
  return (
    <Block title="Customer">
      <dl className="cc-facts">
        <div>
          <dt>Name</dt>
          <dd>{customer.name ?? summary.customerName}</dd>
        </div>
        {customer.email ? (
          <div>
            <dt>E-mail</dt>
            <dd>
              <a className="cc-link" href={`mailto:${customer.email}`}>
                {customer.email}
              </a>
            </dd>
          </div>
        ) : null}
        {summary.channel ? (
          <div>
            <dt>Writes on</dt>
            <dd>{channelWord(summary.channel)}</dd>
          </div>
        ) : null}
        <div>
          <dt>Here since</dt>
          <dd>
            <Ago at={customer.since} />, {count(customer.conversations, 'conversation', 'conversations')}
          </dd>
        </div>
      </dl>
    </Block>
  )
}
