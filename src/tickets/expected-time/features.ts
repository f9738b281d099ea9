import type { Opening } from '../../domain/index.ts'

export const NOBODY_WORKS = 'nobody works now'
const HOURS_UNTIL = 'hours until somebody works'
/** Features that hold only while nobody works. */
export const UNTIL_SOMEBODY_WORKS: readonly string[] = [NOBODY_WORKS, HOURS_UNTIL]

/**
 * A ticket at its opening as named numbers. Names of groups (`intent:order_status`) are 1 where they hold; amounts are
 * scaled so that a step of 1 is a big one. Reads nothing but `opening`, which was stored before anybody worked on it.
 */
export function featuresOf(opening: Opening): [name: string, value: number][] {
  const features: [string, number][] = [
    [`intent:${opening.intent ?? 'unknown'}`, 1],
    [`skill:${opening.skill}`, 1],
    [`priority:${opening.priority}`, 1],
    [`language:${opening.language ?? 'unknown'}`, 1],
    [`reason:${opening.reason}`, 1],
    ...opening.tags.map((tag): [string, number] => [`tag:${tag}`, 1]),
    ['frustration', opening.frustration],
    ['messages', Math.min(opening.messages, 20) / 5],
    ['length', Math.log1p(opening.characters) / 5],
    ['queue', Math.log1p(opening.waiting)],
    [HOURS_UNTIL, Math.log1p(opening.staffedInMinutes / 60)],
  ]
  if (opening.sentiment !== null) features.push(['sentiment', opening.sentiment])
  if (opening.staffedInMinutes > 0) features.push([NOBODY_WORKS, 1])
  return features.filter(([, value]) => value !== 0)
}
