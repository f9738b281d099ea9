import { languageName } from '../state/languages.ts'
import { hoursLines } from '../state/people-words.ts'
import type { Person } from '../state/wire.ts'
import { skillWords } from '../state/words.ts'

/** What is known of somebody whom the reader does not change. */
export function PersonFacts({ person }: { person: Person }) {
  const hours = hoursLines(person.workingHours)
  const facts = [
    { name: 'Skills', lines: [person.skills.map(skillWords).join(', ') || 'None'] },
    { name: 'Languages', lines: [person.languages.map(languageName).join(', ')] },
    { name: 'Conversations at once', lines: [String(person.capacity)] },
    { name: 'Working hours', lines: hours.length > 0 ? [...hours, `in ${person.timeZone}`] : ['None are set'] },
  ]
  return (
    <dl className="cc-people__facts">
      {facts.map(({ name, lines }) => (
        <div key={name}>
          <dt>{name}</dt>
          {lines.map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </div>
      ))}
    </dl>
  )
}
