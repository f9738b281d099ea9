import { useAct, useReference, useWorkplace } from '../shell/use-workplace.ts'
import type { ConversationSummary, TagOnConversation } from '../state/wire.ts'
import { percent } from '../state/words.ts'
import { TagChip } from '../ui/chip.tsx'
import { SearchPick } from '../ui/search-pick.tsx'
import { Block } from './block.tsx'

/** The conversation's tags: who set each, one click to take back, one search to add. Every change teaches the model. */
export function TagsEditor({ summary }: { summary: ConversationSummary }) {
  const { api } = useWorkplace()
  const act = useAct()
  const known = useReference()?.tags ?? []
  const present = new Set(summary.tags.map(({ tag }) => tag))
  const change = (add: string[], remove: string[]) =>
    void act(summary.id, () => api.changeTags(summary.id, { add, remove }))

  return (
    <Block title="Tags">
      <ul className="cc-tags">
        {summary.tags.map((one) => (
          <li key={one.tag}>
            <TagChip tag={one.tag} {...colourOf(known, one.tag)}>
              <span className="cc-tags__source">{sourceWords(one)}</span>
              <button
                type="button"
                className="cc-plain cc-tags__remove"
                aria-label={`Remove the tag ${one.tag}`}
                title={`Remove the tag ${one.tag}`}
                onClick={() => change([], [one.tag])}
              >
                ×
              </button>
            </TagChip>
          </li>
        ))}
        <li>
          <SearchPick
            name="Add a tag"
            className="cc-plain cc-link cc-small"
            options={known
              .filter(({ name }) => !present.has(name))
              .map(({ name, description }) => ({ value: name, label: name, hint: description }))}
            onPick={(tag) => change([tag], [])}
          >
            <span aria-hidden="true">Add a tag</span>
          </SearchPick>
        </li>
      </ul>
    </Block>
  )
}

const sourceWords = ({ source, confidence }: TagOnConversation): string =>
  source === 'agent' ? 'by a person' : `model${confidence === null ? '' : ` ${percent(confidence)}`}`

function colourOf(tags: { name: string; colour: string }[], tag: string) {
  const colour = tags.find(({ name }) => name === tag)?.colour
  return colour ? { colour } : {}
}
