import { Autocomplete, MultiSelect, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import type { ApiError } from '../state/api.ts'
import { languageName } from '../state/languages.ts'
import { type PersonDraft, ROLE_WORD, suggestedLanguages } from '../state/people-words.ts'
import type { PeopleList, Role } from '../state/wire.ts'
import { HoursFields } from './hours-fields.tsx'
import { SkillFields } from './skill-fields.tsx'

const ROLES: Role[] = ['agent', 'lead', 'admin']
const ZONES = Intl.supportedValuesOf('timeZone')

/** The form of a person. `fault` is the refusal of the last save; its field shows it. */
export function PersonFields({
  draft,
  list,
  isNew,
  mayGiveAdmin,
  fault,
  onChange,
}: {
  draft: PersonDraft
  list: PeopleList
  isNew: boolean
  mayGiveAdmin: boolean
  fault: ApiError | null
  onChange: (part: Partial<PersonDraft>) => void
}) {
  const errorOf = (field: keyof PersonDraft) => (fault?.field?.split('.')[0] === field ? fault.message : undefined)
  const languages = useMemo(() => languageGroups(list), [list])
  return (
    <div className="cc-people__fields">
      <div className="cc-sheet__pairs cc-people__pairs">
        <TextInput
          label="Name"
          description="As customers and colleagues read it."
          required
          maxLength={80}
          value={draft.name}
          error={errorOf('name')}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        {isNew ? (
          <TextInput
            type="email"
            label="E-mail"
            description="They log in with it. It stays as it is."
            required
            maxLength={254}
            value={draft.email}
            error={errorOf('email')}
            onChange={(event) => onChange({ email: event.currentTarget.value })}
          />
        ) : null}
        <NativeSelect
          label="Role"
          description="Leads and admins see this page."
          data={ROLES.map((role) => ({
            value: role,
            label: ROLE_WORD[role],
            disabled: role === 'admin' && !mayGiveAdmin,
          }))}
          value={draft.role}
          error={errorOf('role')}
          onChange={({ currentTarget }) => {
            const role = ROLES.find((one) => one === currentTarget.value)
            if (role) onChange({ role })
          }}
        />
        <NumberInput
          label="Conversations at once"
          description="With 0 nothing is offered to them."
          min={0}
          max={100}
          allowDecimal={false}
          value={draft.capacity}
          error={errorOf('capacity')}
          onChange={(capacity) => onChange({ capacity: Number(capacity) })}
        />
      </div>
      <SkillFields
        skills={draft.skills}
        list={list}
        error={errorOf('skills')}
        onChange={(skills) => onChange({ skills })}
      />
      <MultiSelect
        label="Languages"
        description="Tickets in other languages reach them only where nobody with the skill speaks those."
        searchable
        hidePickedOptions
        maxDropdownHeight={260}
        nothingFoundMessage="No language is called that"
        data={languages}
        value={draft.languages}
        error={errorOf('languages')}
        onChange={(next) => onChange({ languages: next })}
      />
      <HoursFields hours={draft.workingHours} fault={fault} onChange={(workingHours) => onChange({ workingHours })} />
      <Autocomplete
        label="Time zone"
        description="The hours are of this zone."
        data={ZONES}
        limit={50}
        maxDropdownHeight={260}
        value={draft.timeZone}
        error={errorOf('timeZone')}
        onChange={(timeZone) => onChange({ timeZone })}
      />
    </div>
  )
}

function languageGroups(list: PeopleList) {
  const { likely, others } = suggestedLanguages(list)
  const named = (codes: string[]) => codes.map((code) => ({ value: code, label: languageName(code) }))
  return [
    { group: 'Asked for or spoken here', items: named(likely) },
    { group: 'Others', items: named(others) },
  ]
}
