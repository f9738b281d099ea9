import { Textarea } from '@mantine/core'
import type { RuleCatalogue } from '../state/wire.ts'

/** A text that may name what is known of the conversation. */
export function TextFields({
  text,
  catalogue,
  onChange,
}: {
  text: string
  catalogue: RuleCatalogue
  onChange: (text: string) => void
}) {
  return (
    <Textarea
      size="xs"
      aria-label="Text"
      description={`May name ${catalogue.placeholders.map((name) => `{{${name}}}`).join(', ')}; {{customer.name|there}} says what to write where it is not known. Otherwise nothing is sent.`}
      inputWrapperOrder={['input', 'description']}
      autosize
      minRows={2}
      maxRows={8}
      value={text}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
