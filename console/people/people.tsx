import { NEW_PERSON } from '../state/route.ts'
import { Empty, Loading, Problem } from '../ui/states.tsx'
import '../writing/desk.css'
import './people.css'
import { PersonEditor } from './person-editor.tsx'
import { PersonList } from './person-list.tsx'
import { usePeople, usePerson } from './use-people.ts'

/** Who works here: the list, and beside it the person that is open. On small screens one at a time. */
export function People({ personId }: { personId: string | null }) {
  return (
    <main className="cc-desk" data-open={personId !== null}>
      <PersonList openId={personId} />
      <div className="cc-desk__open">
        {personId === null ? (
          <Empty title="Nobody is open">
            Choose somebody from the list, or add a colleague. Skills, languages and room decide what they are offered.
          </Empty>
        ) : personId === NEW_PERSON ? (
          <NewPerson />
        ) : (
          <KnownPerson key={personId} id={personId} />
        )}
      </div>
    </main>
  )
}

function NewPerson() {
  const list = usePeople()
  // What was read stays when reading it again fails: somebody may be writing.
  if (list.data) return <PersonEditor person={null} list={list.data} />
  if (list.isPending) return <Loading label="Loading the people" lines={5} height={56} />
  return <Problem what="The people were not loaded" error={list.error} onRetry={() => void list.refetch()} />
}

function KnownPerson({ id }: { id: string }) {
  const list = usePeople()
  const person = usePerson(id)
  if (person.data && list.data) return <PersonEditor person={person.data} list={list.data} />
  const error = person.error ?? list.error
  if (error === null) return <Loading label="Loading the person" lines={5} height={56} />
  const retry = () => void Promise.all([person.refetch(), list.refetch()])
  return <Problem what="The person was not loaded" error={error} onRetry={retry} />
}
