import { MARK } from '../mark.ts'

export function MarkIcon() {
  return (
    <svg class="icon" viewBox={MARK.viewBox} aria-hidden="true">
      <circle class="solid" {...MARK.dot} />
      {MARK.arcs.map((d) => (
        <path key={d} d={d} stroke-width={MARK.strokeWidth} />
      ))}
    </svg>
  )
}

const LINES = {
  down: 'M6 9l6 6 6-6',
  'arrow-down': 'M12 5v14M6 13l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  send: 'M12 19V5M6 11l6-6 6 6',
  warning:
    'M12 8v5M12 16.5v.01M10.6 4.3L2.9 17.6A1.6 1.6 0 0 0 4.3 20h15.4a1.6 1.6 0 0 0 1.4-2.4L13.4 4.3a1.6 1.6 0 0 0-2.8 0z',
  offline: 'M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4.2-2.5M15.5 9.8A10 10 0 0 1 19 12M12 19v.01',
  page: 'M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4M9 12h6M9 16h4',
  clip: 'M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.7 17.2a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5',
  queue: 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z',
} as const

export function Icon({ name }: { name: keyof typeof LINES }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={LINES[name]} stroke-width="2" />
    </svg>
  )
}

const MOUTHS = [
  'M8.5 16.5Q12 12.5 15.5 16.5',
  'M8.5 16Q12 14 15.5 16',
  'M8.5 15.25h7',
  'M8.5 14.5Q12 16.75 15.5 14.5',
  'M8 14Q12 18.5 16 14',
]

/** `rating`: 1, very bad, to 5, very good. */
export function FaceIcon({ rating }: { rating: number }) {
  return (
    <svg class="icon face" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9.25" stroke-width="1.5" />
      <path d={MOUTHS[rating - 1]} stroke-width="1.75" />
      <circle class="solid" cx="9" cy="10" r="1.1" />
      <circle class="solid" cx="15" cy="10" r="1.1" />
    </svg>
  )
}
