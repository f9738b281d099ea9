import { ActionIcon, NativeSelect, NumberInput, TagsInput, TextInput } from '@mantine/core'
import { useReference } from '../shell/use-workplace.ts'
import type { ApiError } from '../state/api.ts'
import type { Condition, FactValue, RuleCatalogue } from '../state/wire.ts'
import { plain } from '../state/words.ts'
import { CrossIcon } from '../ui/icons.tsx'

type Compared = Extract<Condition, { field: string }>
type Operator = RuleCatalogue['operators']['text'][number]
type Field = RuleCatalogue['fields'][number]

/** One line: a field, how it is compared, and with what. */
export function Comparison({
  condition,
  catalogue,
  path,
  fault,
  onChange,
  onRemove,
}: {
  condition: Compared
  catalogue: RuleCatalogue
  path: string
  fault: ApiError | null
  onChange: (condition: Condition) => void
  onRemove: () => void
}) {
  const field = catalogue.fields.find(({ name }) => name === condition.field) ?? catalogue.fields[0]
  if (!field) return null
  const operators = catalogue.operators[field.type]
  const operator = operators.find(({ op }) => op === condition.op) ?? operators[0]
  const error = fault?.field?.startsWith(path) ? fault.message : undefined

  const take = (nextField: Field, nextOperator: Operator | undefined, value: FactValue | undefined) => {
    if (!nextOperator) return
    const fits = nextOperator.operand === 'none' ? {} : { value: fitting(value, nextOperator, nextField) }
    onChange({ field: nextField.name, op: nextOperator.op, ...fits })
  }

  return (
    <div className="cc-compare">
      <NativeSelect
        size="xs"
        aria-label="Field"
        data={catalogue.fields.map(({ name, title }) => ({ value: name, label: title }))}
        value={field.name}
        onChange={({ currentTarget }) => {
          const next = catalogue.fields.find(({ name }) => name === currentTarget.value)
          if (next) take(next, catalogue.operators[next.type][0], undefined)
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Comparison"
        data={operators.map(({ op, title }) => ({ value: op, label: title }))}
        value={operator?.op ?? ''}
        onChange={({ currentTarget }) => {
          const next = operators.find(({ op }) => op === currentTarget.value)
          const isSame = next?.operand === operator?.operand
          take(field, next, isSame ? condition.value : undefined)
        }}
      />
      {operator && operator.operand !== 'none' ? (
        <Value
          operator={operator}
          field={field}
          value={condition.value ?? null}
          onChange={(value) => take(field, operator, value)}
        />
      ) : (
        <span />
      )}
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Remove: ${field.title}`} onClick={onRemove}>
        <CrossIcon />
      </ActionIcon>
      {error ? <p className="cc-sheet__error">{error}</p> : null}
    </div>
  )
}

function Value({
  operator,
  field,
  value,
  onChange,
}: {
  operator: Operator
  field: Field
  value: FactValue
  onChange: (value: FactValue) => void
}) {
  const reference = useReference()
  const name = `Value of ${field.title}`
  if (operator.operand === 'yes_no') {
    return (
      <NativeSelect
        size="xs"
        aria-label={name}
        data={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
        value={value === true ? 'yes' : 'no'}
        onChange={({ currentTarget }) => onChange(currentTarget.value === 'yes')}
      />
    )
  }
  if (operator.operand === 'number') {
    return (
      <NumberInput
        size="xs"
        aria-label={name}
        {...(isRange(field) ? { placeholder: field.unit ?? '' } : { suffix: field.unit ? ` ${field.unit}` : '' })}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      />
    )
  }
  const choices =
    field.choices ??
    (field.type === 'set' ? reference?.tags.map((tag) => tag.name) : null) ??
    (field.name === 'understanding.intent' ? reference?.intents.map((intent) => intent.name) : null) ??
    null
  if (operator.operand === 'texts') {
    return (
      <TagsInput
        size="xs"
        aria-label={name}
        placeholder="Enter after each"
        data={choices ?? []}
        value={Array.isArray(value) ? value : []}
        onChange={onChange}
      />
    )
  }
  return choices ? (
    <NativeSelect
      size="xs"
      aria-label={name}
      data={choices.map((choice) => ({ value: choice, label: plain(choice) }))}
      value={String(value ?? '')}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  ) : (
    <TextInput
      size="xs"
      aria-label={name}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

/** "0 to 1" says what may be written, "hours" what was. */
const isRange = ({ unit }: Field) => unit?.includes(' to ') ?? false

/** What is kept of a value where the comparison asks for another kind of it. */
function fitting(value: FactValue | undefined, { operand }: Operator, field: Field): FactValue {
  switch (operand) {
    case 'yes_no':
      return value !== false
    case 'number':
      return typeof value === 'number' ? value : null
    case 'texts':
      return Array.isArray(value) ? value : []
    default:
      return typeof value === 'string' ? value : (field.choices?.[0] ?? '')
  }
}
