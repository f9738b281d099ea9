import { useWorkplace } from '../shell/use-workplace.ts'
import type { Assignment as AssignmentData, Candidate } from '../state/wire.ts'
import { count, excludedGroups, scoreParts } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Block } from './block.tsx'

/** Who was chosen and why: the best candidates with the points they were chosen by, the others by what kept them out. */
export function Assignment({
  assignment,
  droppedSkills,
}: {
  assignment: AssignmentData
  droppedSkills: readonly string[]
}) {
  const { me } = useWorkplace()
  const { agentId, agentName, candidates, others, offeredAt } = assignment
  const isByHand = candidates.every(({ score, excluded }) => score === null && excluded === null)
  const scored = candidates.filter(({ score }) => score !== null).sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
  const best = Math.max(1, ...scored.map(({ score }) => score ?? 0))
  const groups = excludedGroups(candidates, others)
  return (
    <Block title={agentId === me.agent.id ? 'Why you' : `Why ${agentName}`} aside={<Ago at={offeredAt} />}>
      {isByHand ? <p className="cc-muted">Taken or handed over by a person, not chosen by routing.</p> : null}
      {scored.length > 0 ? (
        <ol className="cc-candidates">
          {scored.map((candidate) => (
            <Scored
              key={candidate.agentId}
              candidate={candidate}
              best={best}
              name={candidate.agentId === me.agent.id ? 'You' : candidate.name}
              isChosen={candidate.agentId === agentId}
            />
          ))}
        </ol>
      ) : null}
      {groups.length > 0 ? (
        <details className="cc-left-out">
          <summary>
            {count(
              groups.reduce((sum, group) => sum + group.count, 0),
              'colleague was',
              'colleagues were',
            )}{' '}
            not asked
          </summary>
          <ul>
            {groups.map(({ reason, names, count: amount }) => (
              <li key={reason}>
                <span className="cc-muted">{reason}:</span> {names.length > 0 ? names.join(', ') : amount}
                {names.length > 0 && amount > names.length ? ` and ${amount - names.length} more` : ''}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {droppedSkills.length > 0 ? (
        <p className="cc-small cc-muted">
          Nobody with {droppedSkills.join(' and ')} was free in time, so it was no longer asked for.
        </p>
      ) : null}
    </Block>
  )
}

/** One candidate's points as a bar of their parts, and in words. */
function Scored({
  candidate,
  best,
  name,
  isChosen,
}: {
  candidate: Candidate
  best: number
  name: string
  isChosen: boolean
}) {
  const parts = Object.entries(candidate.parts)
    .filter(([, points]) => points > 0)
    .sort(([, a], [, b]) => b - a)
  return (
    <li data-chosen={isChosen}>
      <div className="cc-candidates__head">
        <strong>{name}</strong>
        <span>{(candidate.score ?? 0).toFixed(1)}</span>
      </div>
      <div className="cc-candidates__bar" aria-hidden="true">
        {parts.map(([part, points]) => (
          <span key={part} data-part={part} style={{ width: `${(points / best) * 100}%` }} />
        ))}
      </div>
      <p className="cc-small cc-muted">{scoreParts(candidate)}</p>
    </li>
  )
}
