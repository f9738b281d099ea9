import { useWorkplace } from '../shell/use-workplace.ts'
import type { Assignment as AssignmentData } from '../state/wire.ts'
import { scoreParts } from '../state/words.ts'
import { Ago } from '../ui/ago.tsx'
import { Block } from './block.tsx'

/** Who was chosen and why: everybody routing looked at, with the numbers it chose by. */
export function Assignment({ assignment }: { assignment: AssignmentData }) {
  const { me } = useWorkplace()
  const { agentId, agentName, candidates, offeredAt } = assignment
  const isByHand = candidates.every(({ score, excluded }) => score === null && excluded === null)
  const ranked = [...candidates].sort((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity))
  return (
    <Block title={agentId === me.agent.id ? 'Why you' : `Why ${agentName}`} aside={<Ago at={offeredAt} />}>
      {isByHand ? (
        <p className="cc-muted">Taken or handed over by a person, not chosen by routing.</p>
      ) : (
        <table className="cc-table">
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">Why</th>
              <th scope="col" data-align="end">
                Score
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((candidate) => (
              <tr key={candidate.agentId} data-chosen={candidate.agentId === agentId}>
                <td>{candidate.agentId === me.agent.id ? 'You' : candidate.name}</td>
                <td className="cc-muted">{candidate.excluded ?? scoreParts(candidate)}</td>
                <td data-align="end">{candidate.score === null ? '' : candidate.score.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Block>
  )
}
