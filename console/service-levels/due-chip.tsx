import { dueWords, isShownInList, type ServiceLevel, toneOf } from '../state/service-levels.ts'
import { exactTime } from '../state/time.ts'
import { Chip } from '../ui/chip.tsx'
import { useNow } from '../ui/use-now.ts'

/** What is promised next in a conversation, and how much time is left. */
export function DueChip({ level }: { level: ServiceLevel }) {
  const now = useNow(10)
  if (!isShownInList(level, now)) return null
  return (
    <Chip tone={toneOf(level, now)}>
      <time dateTime={level.dueAt} title={`Due ${exactTime(level.dueAt)}`}>
        {dueWords(level, now)}
      </time>
    </Chip>
  )
}
