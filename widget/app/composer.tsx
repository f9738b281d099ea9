import type { RefObject } from 'preact'
import { useEffect, useId, useState } from 'preact/hooks'
import { LONGEST_MESSAGE } from '../limits.ts'
import type { Attachment, Files, Keep } from '../state/index.ts'
import { AttachButton, PendingLine, usePendingFile } from './attachments.tsx'
import { Icon } from './icons.tsx'

const COUNT_FROM = 3_600

interface ComposerProps {
  inputRef: RefObject<HTMLTextAreaElement | null>
  keep: Keep
  prefill: { text: string; request: number }
  isResolved: boolean
  files: Files
  send: (text: string, attachments: readonly Attachment[]) => void
  noticeTyping: () => void
}

/** Where the customer writes. Never disabled: what is sent without a connection waits. A draft outlives the page. */
export function Composer({ inputRef, keep, prefill, isResolved, files, send, noticeTyping }: ComposerProps) {
  const [text, setText] = useState(() => keep.get('draft') ?? '')
  const hintId = useId()
  const tooMany = text.length - LONGEST_MESSAGE
  const { pending, choose, clear } = usePendingFile(files)
  const attachment = pending?.attachment ?? null
  const isUploading = pending !== null && attachment === null && pending.problem === null
  // A file alone is a message too: its name stands for it wherever only text is shown.
  const message = text.trim() || (attachment?.name ?? '')
  const canSend = message !== '' && tooMany <= 0 && !isUploading

  function write(value: string): void {
    setText(value)
    if (value === '') keep.remove('draft')
    else keep.set('draft', value)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: each request fills in once
  useEffect(() => {
    if (prefill.request > 0) write(prefill.text)
  }, [prefill.request])

  function submit(): void {
    if (!canSend) return
    send(message, attachment ? [attachment] : [])
    write('')
    clear()
    inputRef.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    // 229: a key that belongs to an input method, also in browsers that end the composition before the event.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    submit()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {pending && (
        <PendingLine
          pending={pending}
          remove={() => {
            clear()
            inputRef.current?.focus()
          }}
        />
      )}
      <div class="field">
        <AttachButton choose={choose} />
        {/* The copy gives the field its height: it grows with the text, up to five lines. */}
        <div class="grow">
          <div class="copy" aria-hidden="true">{`${text} `}</div>
          <textarea
            ref={inputRef}
            rows={1}
            value={text}
            aria-label="Your message"
            aria-describedby={hintId}
            aria-invalid={tooMany > 0}
            placeholder={isResolved ? 'Write again to reopen' : 'Write a message'}
            enterkeyhint="send"
            onInput={(event) => {
              write(event.currentTarget.value)
              if (event.currentTarget.value !== '') noticeTyping()
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <button type="submit" class="send" aria-label="Send" aria-disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
      <p id={hintId} class="hint" data-over={tooMany > 0} aria-live="polite">
        {tooMany > 0
          ? `${count(tooMany)} ${tooMany === 1 ? 'character' : 'characters'} too many. Shorten it or send it in parts.`
          : text.length >= COUNT_FROM && `${count(text.length)} of ${count(LONGEST_MESSAGE)} characters`}
      </p>
    </form>
  )
}

const count = (value: number) => value.toLocaleString('en')
