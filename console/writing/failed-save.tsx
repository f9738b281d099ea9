import { Button } from '@mantine/core'
import { ApiError, messageOf } from '../state/api.ts'

/** Says that saving failed and that nothing written is lost; where somebody else was faster, whose version it shall be. */
export function FailedSave({
  error,
  conflictCode,
  kept,
  onSettle,
}: {
  error: unknown
  /** The code of the error that says somebody else saved first. */
  conflictCode: string
  /** What is still there: "Your text is still here." */
  kept: string
  onSettle: (keepMine: boolean) => Promise<void>
}) {
  const isConflict = error instanceof ApiError && error.code === conflictCode
  return (
    <div className="cc-sheet__note" role="alert">
      <p>
        {messageOf(error)} {kept}
      </p>
      {isConflict ? (
        <div className="cc-sheet__head">
          <Button size="xs" variant="default" onClick={() => void onSettle(false)}>
            Show theirs, drop mine
          </Button>
          <Button size="xs" variant="default" onClick={() => void onSettle(true)}>
            Keep mine to save over theirs
          </Button>
        </div>
      ) : null}
    </div>
  )
}
