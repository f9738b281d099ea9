import { ActionIcon, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { knownLanguages, languageName } from '../state/languages.ts'
import type { RuleAction, RuleCatalogue } from '../state/wire.ts'
import { CrossIcon } from '../ui/icons.tsx'
import { TextFields } from './text-fields.tsx'

/** More texts than these stand behind a line that opens. */
const OPEN_AT_MOST = 2

type Reply = Extract<RuleAction, { translations?: unknown }>

/** What the customer is written, with a text for each language that has its own. */
export function ReplyFields({
  action,
  catalogue,
  onChange,
}: {
  action: Reply
  catalogue: RuleCatalogue
  onChange: (action: RuleAction) => void
}) {
  const { translations = {} } = action
  const codes = Object.keys(translations)
  const [isOpen, setOpen] = useState(codes.length <= OPEN_AT_MOST)
  const setTexts = (next: Record<string, string>) => {
    const { translations: _, ...rest } = action
    onChange(Object.keys(next).length === 0 ? rest : { ...rest, translations: next })
  }
  return (
    <>
      <TextFields text={action.text} catalogue={catalogue} onChange={(text) => onChange({ ...action, text })} />
      {codes.length > OPEN_AT_MOST ? (
        <button type="button" className="cc-plain cc-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide' : 'Show'} the texts in {codes.length} other languages
        </button>
      ) : null}
      {(isOpen || codes.length <= OPEN_AT_MOST ? codes : []).map((code) => (
        <div key={code} className="cc-act__translation">
          <Textarea
            size="xs"
            label={`In ${languageName(code)}`}
            lang={code}
            dir="auto"
            autosize
            minRows={2}
            maxRows={8}
            value={translations[code] ?? ''}
            onChange={({ currentTarget }) => setTexts({ ...translations, [code]: currentTarget.value })}
          />
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Remove the text in ${languageName(code)}`}
            onClick={() => {
              const { [code]: _, ...rest } = translations
              setTexts(rest)
            }}
          >
            <CrossIcon />
          </ActionIcon>
        </div>
      ))}
      <NativeSelect
        classNames={{ wrapper: 'cc-act__language' }}
        size="xs"
        aria-label="Add a language"
        description={
          action.kind === 'ask_rating'
            ? 'Who writes in a language without a text of its own here is asked in it by Earshot’s own words, where it has some; else the first text is sent.'
            : 'Who writes in a language without a text of its own here gets the first text.'
        }
        inputWrapperOrder={['input', 'description']}
        data={[
          { value: '', label: 'Add a language' },
          ...knownLanguages()
            .filter((code) => !codes.includes(code))
            .map((code) => ({ value: code, label: languageName(code) })),
        ]}
        value=""
        onChange={({ currentTarget: { value } }) => {
          if (value === '') return
          setTexts({ ...translations, [value]: '' })
          setOpen(true)
        }}
      />
    </>
  )
}
