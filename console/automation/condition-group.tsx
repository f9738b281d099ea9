import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import type { ApiError } from '../state/api.ts'
import type { Condition, RuleCatalogue } from '../state/wire.ts'
import { CrossIcon } from '../ui/icons.tsx'
import { Comparison } from './comparison.tsx'

interface GroupProps {
  condition: Condition
  catalogue: RuleCatalogue
  /** Where it stands in the rule, such as `conditions.all.0`; the server names what is wrong by it. */
  path: string
  fault: ApiError | null
  onChange: (condition: Condition) => void
  onRemove?: () => void
}

const FIRST: Condition = { field: 'message.text', op: 'contains', value: '' }

/** Conditions joined by all, any or none; each is a comparison or a group again. */
export function ConditionGroup({ condition, catalogue, path, fault, onChange, onRemove }: GroupProps) {
  const { join, parts, key } = readGroup(condition)
  const change = (next: Condition[], how = join) => onChange(writeGroup(how, next))

  return (
    <div className="cc-group">
      <div className="cc-group__head">
        <NativeSelect
          size="xs"
          aria-label="How these conditions are joined"
          data={[
            { value: 'all', label: 'All of these hold' },
            { value: 'any', label: 'At least one of these holds' },
            { value: 'none', label: 'None of these holds' },
          ]}
          value={join}
          onChange={({ currentTarget }) => change(parts, currentTarget.value as Join)}
        />
        {onRemove ? (
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Remove this group" onClick={onRemove}>
            <CrossIcon />
          </ActionIcon>
        ) : null}
      </div>
      {parts.length === 0 ? <p className="cc-small cc-muted">No condition: it always holds.</p> : null}
      <ul className="cc-group__parts">
        {parts.map((part, place) => {
          const own = {
            catalogue,
            path: `${path}.${key}.${place}`,
            fault,
            onChange: (next: Condition) => change(parts.map((one, index) => (index === place ? next : one))),
            onRemove: () => change(parts.filter((_one, index) => index !== place)),
          }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and keep their place while one is written
            <li key={place}>
              {'field' in part ? (
                <Comparison condition={part} {...own} />
              ) : (
                <ConditionGroup condition={part} {...own} />
              )}
            </li>
          )
        })}
      </ul>
      <div className="cc-group__head">
        <Button size="compact-xs" variant="default" onClick={() => change([...parts, FIRST])}>
          Add a condition
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => change([...parts, { any: [FIRST] }])}>
          Add a group
        </Button>
      </div>
    </div>
  )
}

type Join = 'all' | 'any' | 'none'

/** A single comparison is shown as a group of one; `not any` as none. */
function readGroup(condition: Condition): { join: Join; parts: Condition[]; key: string } {
  if ('all' in condition) return { join: 'all', parts: condition.all, key: 'all' }
  if ('any' in condition) return { join: 'any', parts: condition.any, key: 'any' }
  if ('field' in condition) return { join: 'all', parts: [condition], key: 'all' }
  const inner = condition.not
  return { join: 'none', parts: 'any' in inner ? inner.any : [inner], key: 'not.any' }
}

function writeGroup(join: Join, parts: Condition[]): Condition {
  if (join === 'none') return { not: { any: parts } }
  return join === 'all' ? { all: parts } : { any: parts }
}
