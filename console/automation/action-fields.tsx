import { NativeSelect, NumberInput, PasswordInput, TagsInput, TextInput } from '@mantine/core'
import { useInbox, useReference } from '../shell/use-workplace.ts'
import type { RuleAction, RuleCatalogue } from '../state/wire.ts'
import { PRIORITY_WORD } from '../state/words.ts'
import { ReplyFields } from './reply-fields.tsx'
import { TextFields } from './text-fields.tsx'

interface FieldsProps<Action extends RuleAction> {
  action: Action
  catalogue: RuleCatalogue
  onChange: (action: RuleAction) => void
}

/** What one action needs to know. */
export function ActionFields({ action, catalogue, onChange }: FieldsProps<RuleAction>) {
  const tags = useReference()?.tags.map(({ name }) => name) ?? []
  switch (action.kind) {
    case 'add_tags':
    case 'remove_tags':
      return (
        <TagsInput
          size="xs"
          aria-label="Tags"
          placeholder="Enter after each"
          data={tags}
          value={action.tags}
          onChange={(next) => onChange({ ...action, tags: next })}
        />
      )
    case 'set_priority':
      return (
        <NativeSelect
          size="xs"
          aria-label="Priority"
          data={[
            { value: 'one_up', label: 'One step up' },
            ...Object.entries(PRIORITY_WORD).map(([value, label]) => ({ value, label })),
          ]}
          value={action.priority}
          onChange={({ currentTarget }) =>
            onChange({ ...action, priority: currentTarget.value as typeof action.priority })
          }
        />
      )
    case 'assign':
      return <AssignFields action={action} catalogue={catalogue} onChange={onChange} />
    case 'reply':
    case 'ask_rating':
      return <ReplyFields action={action} catalogue={catalogue} onChange={onChange} />
    case 'note':
      return <TextFields text={action.text} catalogue={catalogue} onChange={(text) => onChange({ ...action, text })} />
    case 'notify':
      return (
        <>
          <NativeSelect
            size="xs"
            aria-label="Who is told"
            data={[
              { value: 'leads', label: 'All leads and admins' },
              { value: 'agent', label: 'The agent who has the conversation' },
            ]}
            value={action.who}
            onChange={({ currentTarget }) =>
              onChange({ ...action, who: currentTarget.value === 'agent' ? 'agent' : 'leads' })
            }
          />
          <TextFields text={action.text} catalogue={catalogue} onChange={(text) => onChange({ ...action, text })} />
        </>
      )
    case 'webhook':
      return (
        <>
          <TextInput
            size="xs"
            type="url"
            label="Address"
            placeholder="https://"
            value={action.url}
            onChange={({ currentTarget }) => onChange({ ...action, url: currentTarget.value })}
          />
          <PasswordInput
            size="xs"
            label="Secret that signs the call, at least 16 characters"
            autoComplete="off"
            value={action.secret}
            onChange={({ currentTarget }) => onChange({ ...action, secret: currentTarget.value })}
          />
        </>
      )
    case 'snooze':
    case 'follow_up_later':
      return (
        <NumberInput
          size="xs"
          aria-label="Hours"
          suffix=" hours"
          min={0.1}
          value={action.hours}
          onChange={(hours) => onChange({ ...action, hours: Number(hours) })}
        />
      )
    case 'start_flow':
      return (
        <NativeSelect
          size="xs"
          aria-label="Dialogue"
          description="It begins where the assistant has the conversation, in English, and no other dialogue is under way; otherwise nothing is said."
          inputWrapperOrder={['input', 'description']}
          data={flowChoices(action.flow, catalogue)}
          value={action.flow}
          onChange={({ currentTarget }) => onChange({ ...action, flow: currentTarget.value })}
        />
      )
    case 'resolve':
    case 'close':
      return null
  }
}

/** A dialogue that this server no longer has stays visible, as what the rule says. */
function flowChoices(chosen: string, { flows }: RuleCatalogue) {
  const choices = flows.map(({ name, title }) => ({ value: name, label: title }))
  return flows.some(({ name }) => name === chosen) ? choices : [...choices, { value: chosen, label: chosen }]
}

/** Stands before a skill among the values of the list, where the others are ids of agents. */
const SKILL = 'skill '

function targetOf(value: string): Extract<RuleAction, { kind: 'assign' }>['to'] {
  if (value === 'queue') return 'queue'
  return value.startsWith(SKILL) ? { skill: value.slice(SKILL.length) } : { agentId: value }
}

function AssignFields({ action, onChange }: FieldsProps<Extract<RuleAction, { kind: 'assign' }>>) {
  const agents = useInbox().data?.agents ?? []
  const skills = [...new Set(agents.flatMap((agent) => agent.skills.map(({ name }) => name)))].sort()
  const { to } = action
  const chosen = to === 'queue' ? 'queue' : 'skill' in to ? `${SKILL}${to.skill}` : to.agentId
  return (
    <NativeSelect
      size="xs"
      aria-label="To whom"
      data={[
        { value: 'queue', label: 'Back to the queue' },
        { group: 'Somebody with', items: skills.map((skill) => ({ value: `${SKILL}${skill}`, label: skill })) },
        { group: 'One agent', items: agents.map(({ id, name }) => ({ value: id, label: name })) },
      ]}
      value={chosen}
      onChange={({ currentTarget: { value } }) => onChange({ ...action, to: targetOf(value) })}
    />
  )
}
