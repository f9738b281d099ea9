import { NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useReference } from '../shell/use-workplace.ts'
import type { ApiError } from '../state/api.ts'
import type { ArticleContent } from '../state/wire.ts'

/** The form of an article. `fault` is the refusal of the last save; its field shows it. */
export function ArticleFields({
  content,
  onChange,
  fault,
}: {
  content: ArticleContent
  onChange: (part: Partial<ArticleContent>) => void
  fault: ApiError | null
}) {
  const tags = useReference()?.tags.map(({ name }) => name) ?? []
  const errorOf = (field: keyof ArticleContent) => (fault?.field?.split('.')[0] === field ? fault.message : undefined)
  return (
    <div className="cc-article__fields">
      <TextInput
        label="Title"
        required
        maxLength={200}
        value={content.title}
        error={errorOf('title')}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <TextInput
        label="Summary"
        description="One sentence for lists."
        required
        value={content.summary}
        error={errorOf('summary')}
        onChange={(event) => onChange({ summary: event.currentTarget.value })}
      />
      <Textarea
        label="Questions it answers"
        description="One a line, in customers' words. They are how the article is found."
        autosize
        minRows={3}
        maxRows={10}
        value={content.questions.join('\n')}
        error={errorOf('questions')}
        onChange={(event) => onChange({ questions: linesOf(event.currentTarget.value) })}
        onBlur={() => onChange({ questions: content.questions.filter((question) => question.trim() !== '') })}
      />
      <Textarea
        classNames={{ input: 'cc-article__body' }}
        label="Text"
        description="Markdown. Begin with the direct answer; ## begins a section."
        required
        autosize
        minRows={12}
        maxRows={40}
        value={content.body}
        error={errorOf('body')}
        onChange={(event) => onChange({ body: event.currentTarget.value })}
      />
      <div className="cc-sheet__pairs">
        <NativeSelect
          label="For"
          data={[
            { value: 'public', label: 'Everybody' },
            { value: 'agents', label: 'Agents only' },
          ]}
          value={content.audience}
          onChange={(event) => onChange({ audience: event.currentTarget.value === 'agents' ? 'agents' : 'public' })}
        />
        <TextInput
          label="Language"
          description="Two letters, such as en."
          maxLength={2}
          value={content.language}
          error={errorOf('language')}
          onChange={(event) => onChange({ language: event.currentTarget.value.toLowerCase() })}
        />
        <TextInput
          type="date"
          label="Valid from"
          description="Empty: always."
          value={content.validFrom ?? ''}
          error={errorOf('validFrom')}
          onChange={(event) => onChange({ validFrom: event.currentTarget.value || null })}
        />
        <TextInput
          type="date"
          label="Valid until"
          description="The last day included."
          value={content.validUntil ?? ''}
          error={errorOf('validUntil')}
          onChange={(event) => onChange({ validUntil: event.currentTarget.value || null })}
        />
      </div>
      <TagsInput
        label="Tags"
        data={tags}
        value={content.tags}
        error={errorOf('tags')}
        onChange={(next) => onChange({ tags: next })}
      />
    </div>
  )
}

/** An empty box is no question; an empty last line is one being written. */
const linesOf = (text: string): string[] => (text.trim() === '' ? [] : text.split('\n'))
