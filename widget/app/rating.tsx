import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CustomerConversation } from '../../src/protocol/customer.ts'
import { LONGEST_COMMENT } from '../limits.ts'
import { FaceIcon } from './icons.tsx'

const WORDS = ['Very bad', 'Bad', 'Okay', 'Good', 'Very good']

interface RatingProps {
  conversation: CustomerConversation
  rate: (rating: number, comment: string) => Promise<void>
}

/** After a resolved conversation: one to five, in words, and a comment if wanted. */
export function Rating({ conversation, rate }: RatingProps) {
  const [chosen, setChosen] = useState(0)
  const [comment, setComment] = useState('')
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState('')
  const group = useId()
  const commentId = useId()
  const button = useRef<HTMLButtonElement>(null)
  const isChosen = chosen > 0

  // What comes up under the faces may stand below the edge of the list.
  useLayoutEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])

  if (conversation.rating !== null) {
    return (
      <section class="rating" aria-label="Rating">
        <p class="rated" role="status">
          <FaceIcon rating={conversation.rating} />
          <span>You rated this conversation: {WORDS[conversation.rating - 1]?.toLowerCase()}. Thank you.</span>
        </p>
      </section>
    )
  }

  async function submit(): Promise<void> {
    setSending(true)
    setProblem('')
    try {
      await rate(chosen, comment)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
    setSending(false)
  }

  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault()
        if (isChosen && !isSending) void submit()
      }}
    >
      <fieldset>
        <legend>How was this conversation?</legend>
        <div class="faces">
          {WORDS.map((word, index) => (
            <label key={word} class="face-choice" data-rating={index + 1}>
              <input
                type="radio"
                name={group}
                value={index + 1}
                checked={chosen === index + 1}
                onChange={() => setChosen(index + 1)}
              />
              <FaceIcon rating={index + 1} />
              <span>{word}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {isChosen && (
        <>
          <label class="comment-label" for={commentId}>
            What should we know? Optional
          </label>
          <textarea
            id={commentId}
            rows={2}
            maxLength={LONGEST_COMMENT}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button ref={button} type="submit" class="primary" aria-disabled={isSending}>
            Send rating
          </button>
        </>
      )}
      <p class="rating-problem" role="alert">
        {problem}
      </p>
    </form>
  )
}
