import type { ReactNode } from 'react'
import { Files } from '../conversation/files.tsx'
import { wasUpset } from '../state/curve.ts'
import { entityName, entityValue, isWrittenOtherwise } from '../state/entity-words.ts'
import type { HandoffPacket, Owner } from '../state/wire.ts'
import { RECEPTION_WORD, reasonWords } from '../state/words.ts'
import { Block } from './block.tsx'

/** The handoff packet: what a colleague would say over the shoulder, so that the customer need not repeat it. */
export function Handoff({ packet, owner }: { packet: HandoffPacket; owner: Owner }) {
  const { reason, summary, frustrationDrivers, entities, tried, flow, attachments, promised } = packet
  const isWaiting = owner === 'queued' || owner === 'offered'
  const isUpset = wasUpset(packet)
  return (
    <Block title="What happened so far">
      <p className="cc-handoff__reason">
        {reasonWords(reason)}.{isUpset && reason !== 'frustrated' ? ' The customer was upset.' : ''}
      </p>
      <p>{summary}</p>
      <dl className="cc-facts">
        {frustrationDrivers.length > 0 ? (
          <Fact name={isUpset ? 'What upset them' : 'Signs of trouble'}>{frustrationDrivers.join('; ')}</Fact>
        ) : null}
        {flow ? <Fact name="Under way">{flow}</Fact> : null}
        {attachments.length > 0 ? (
          <Fact name="Attached">
            <Files attachments={attachments} />
          </Fact>
        ) : null}
        {entities.map((entity) => (
          <Fact key={`${entity.type} ${entity.value}`} name={entityName(entity.type)}>
            {entityValue(entity)}
            {isWrittenOtherwise(entity) ? <span className="cc-muted"> (“{entity.text}”)</span> : null}
          </Fact>
        ))}
        {tried.length > 0 ? (
          <Fact name="Already shown">
            {tried.map(({ articleId, title, heading, received }) => (
              <span key={`${articleId}#${heading}`} className="cc-handoff__article">
                <a className="cc-link" href={`/help/${articleId}`} target="_blank" rel="noreferrer">
                  {title}
                </a>
                {received ? <span className="cc-muted">{` (${RECEPTION_WORD[received]})`}</span> : null}
              </span>
            ))}
          </Fact>
        ) : null}
        {promised ? <Fact name={isWaiting ? 'Promised' : 'Was told'}>{promised}</Fact> : null}
      </dl>
    </Block>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
