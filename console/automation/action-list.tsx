import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import type { ApiError } from '../state/api.ts'
import { ACTION_WORD, newAction } from '../state/rule-words.ts'
import type { RuleAction, RuleCatalogue } from '../state/wire.ts'
import { CrossIcon, DownIcon, UpIcon } from '../ui/icons.tsx'
import { ActionFields } from './action-fields.tsx'

/** What the rule does, one after the other. */
export function ActionList({
  actions,
  catalogue,
  fault,
  onChange,
}: {
  actions: RuleAction[]
  catalogue: RuleCatalogue
  fault: ApiError | null
  onChange: (actions: RuleAction[]) => void
}) {
  function move(from: number, to: number): void {
    const next = [...actions]
    const [moved] = next.splice(from, 1)
    if (moved) next.splice(to, 0, moved)
    onChange(next)
  }
  return (
    <>
      <ol className="cc-acts">
        {actions.map((action, place) => {
          const name = `action ${place + 1}`
          const error = fault?.field?.startsWith(`actions.${place}`) ? fault.message : undefined
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: actions have no names, and keep their place while one is written
            <li key={place} className="cc-act">
              <div className="cc-act__head">
                <NativeSelect
                  size="xs"
                  aria-label={`What ${name} does`}
                  data={catalogue.actions.map((kind) => ({ value: kind, label: ACTION_WORD[kind] }))}
                  value={action.kind}
                  onChange={({ currentTarget }) => {
                    const kind = catalogue.actions.find((one) => one === currentTarget.value)
                    if (kind) onChange(actions.map((one, index) => (index === place ? newAction(kind) : one)))
                  }}
                />
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Do ${name} earlier`}
                  disabled={place === 0}
                  onClick={() => move(place, place - 1)}
                >
                  <UpIcon />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Do ${name} later`}
                  disabled={place === actions.length - 1}
                  onClick={() => move(place, place + 1)}
                >
                  <DownIcon />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${name}`}
                  disabled={actions.length === 1}
                  onClick={() => onChange(actions.filter((_one, index) => index !== place))}
                >
                  <CrossIcon />
                </ActionIcon>
              </div>
              <ActionFields
                action={action}
                catalogue={catalogue}
                onChange={(next) => onChange(actions.map((one, index) => (index === place ? next : one)))}
              />
              {error ? <p className="cc-sheet__error">{error}</p> : null}
            </li>
          )
        })}
      </ol>
      <div>
        <Button size="compact-xs" variant="default" onClick={() => onChange([...actions, newAction('note')])}>
          Add an action
        </Button>
      </div>
    </>
  )
}
