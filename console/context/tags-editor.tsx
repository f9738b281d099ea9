import { useAct, useReference, useWorkplace } from '../shell/use-workplace.ts'
import { groupTags, sourceWords, whyWords } from '../state/tag-words.ts'
import type { ConsoleTag, ConversationDetail, Reference } from '../state/wire.ts'
import { TagChip } from '../ui/chip.tsx'
import { SearchPick } from '../ui/search-pick.tsx'
import { useKeys } from '../ui/use-keys.ts'
import { Block } from './block.tsx'

/**
 * The conversation's tags, each with who set it, and what the model suggests, with what made it think so. One click or
 * key confirms or takes away, one search adds: keys act on the marked one, the first that nobody has looked at yet.
 * Every change teaches the model.
 */
export function TagsEditor({ view: { summary, tags } }: { view: ConversationDetail }) {
  const { api } = useWorkplace()
  const act = useAct()
  const known = useReference()?.tags ?? []
  const set = groupTags(
    tags.filter(({ source }) => source !== 'suggestion'),
    known,
  )
  const suggested = tags.filter(({ source }) => source === 'suggestion')
  const present = new Set(set.map(({ tag }) => tag))
  const change = (add: string[], remove: string[]) =>
    void act(summary.id, () => api.changeTags(summary.id, { add, remove }))
  const next = (suggested[0] ?? set.find(({ source }) => source !== 'agent'))?.tag
  useKeys({
    t: () => next !== undefined && change([next], []),
    x: () => next !== undefined && change([], [next]),
  })

  return (
    <Block title="Tags">
      <ul className="cc-tags">
        {set.map((one) => (
          <SetTag
            key={one.tag}
            tag={one}
            known={known}
            isNext={one.tag === next}
            onConfirm={() => change([one.tag], [])}
            onRemove={() => change([], [one.tag])}
          />
        ))}
        <li>
          <SearchPick
            name="Add a tag"
            className="cc-plain cc-link cc-small"
            options={known
              .filter(({ name }) => !present.has(name))
              .map(({ name, parent, description }) => ({
                value: name,
                label: parent ? `${parent} / ${name}` : name,
                hint: description,
              }))}
            onPick={(tag) => change([tag], [])}
          >
            <span aria-hidden="true">Add a tag</span>
          </SearchPick>
        </li>
      </ul>
      {suggested.length > 0 ? (
        <div className="cc-suggested">
          <h3 className="cc-small cc-muted">Suggested</h3>
          <ul>
            {suggested.map((one) => (
              <SuggestedTag
                key={one.tag}
                tag={one}
                known={known}
                isNext={one.tag === next}
                onConfirm={() => change([one.tag], [])}
                onRemove={() => change([], [one.tag])}
              />
            ))}
          </ul>
        </div>
      ) : null}
    </Block>
  )
}

interface TagProps {
  tag: ConsoleTag
  known: Reference['tags']
  /** The keys act on this one. */
  isNext: boolean
  onConfirm: () => void
  onRemove: () => void
}

function SetTag({ tag: one, known, isNext, onConfirm, onRemove }: TagProps) {
  const why = whyWords(one)
  const words = sourceWords(one)
  const isByPerson = one.source === 'agent'
  return (
    <li>
      <TagChip tag={one.tag} {...colourOf(known, one.tag)}>
        {isByPerson ? (
          <span className="cc-tags__source">{words}</span>
        ) : (
          <button
            type="button"
            className="cc-plain cc-tags__source"
            aria-label={`${one.tag}, ${words}: confirm`}
            title={why ? `Because of ${why}. Click to confirm.` : 'Click to confirm'}
            onClick={onConfirm}
          >
            {words}
          </button>
        )}
        <RemoveButton name={`Remove the tag ${one.tag}`} onRemove={onRemove} />
      </TagChip>
      {isNext ? <Keys /> : null}
    </li>
  )
}

function SuggestedTag({ tag: one, known, isNext, onConfirm, onRemove }: TagProps) {
  const why = whyWords(one)
  return (
    <li>
      <TagChip tag={one.tag} isSuggested {...colourOf(known, one.tag)}>
        <span className="cc-tags__source">{sourceWords(one)}</span>
        <button
          type="button"
          className="cc-plain cc-tags__confirm"
          aria-label={`Confirm the tag ${one.tag}`}
          title={`Confirm the tag ${one.tag}`}
          onClick={onConfirm}
        >
          ✓
        </button>
        <RemoveButton name={`Not ${one.tag}`} onRemove={onRemove} />
      </TagChip>
      {isNext ? <Keys /> : null}
      {why ? <span className="cc-suggested__why cc-small cc-muted">{why}</span> : null}
    </li>
  )
}

/** Where the keyboard acts; the buttons say the same to a screen reader. */
function Keys() {
  return (
    <span className="cc-tags__keys cc-small cc-muted" aria-hidden="true">
      <kbd>t</kbd> right <kbd>x</kbd> wrong
    </span>
  )
}

function RemoveButton({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <button type="button" className="cc-plain cc-tags__remove" aria-label={name} title={name} onClick={onRemove}>
      ×
    </button>
  )
}

function colourOf(tags: Reference['tags'], tag: string) {
  const colour = tags.find(({ name }) => name === tag)?.colour
  return colour ? { colour } : {}
}
