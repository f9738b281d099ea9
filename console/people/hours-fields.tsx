import { ActionIcon, Button, TextInput } from '@mantine/core'
import type { ApiError } from '../state/api.ts'
import { WEEKDAYS } from '../state/people-words.ts'
import type { PersonContent } from '../state/wire.ts'
import { CrossIcon } from '../ui/icons.tsx'

type Hours = PersonContent['workingHours']

const OFFICE = { from: '09:00', to: '17:00' }
const OFFICE_DAYS = [1, 2, 3, 4, 5]

/** When they work, day by day; customers who wait are told by it when somebody is back. */
export function HoursFields({
  hours,
  fault,
  onChange,
}: {
  hours: Hours
  fault: ApiError | null
  onChange: (hours: Hours) => void
}) {
  const isFault = fault?.field?.startsWith('workingHours') ?? false
  /** `workingHours.3.to` is the fourth interval's. */
  const faultyPlace = isFault ? Number(fault?.field?.split('.')[1]) : null
  const setAt = (place: number, part: Partial<Hours[number]>) =>
    onChange(hours.map((one, index) => (index === place ? { ...one, ...part } : one)))

  return (
    <fieldset className="cc-sheet__part">
      <legend className="cc-h2">Working hours</legend>
      {hours.length === 0 ? (
        <div className="cc-people__add">
          <p className="cc-muted">None: they work whenever they are online.</p>
          <Button
            size="xs"
            variant="default"
            onClick={() => onChange(OFFICE_DAYS.map((weekday) => ({ weekday, ...OFFICE })))}
          >
            Monday to Friday, 9 to 17
          </Button>
        </div>
      ) : null}
      <ul className="cc-people__week">
        {WEEKDAYS.map((day, index) => {
          const weekday = index + 1
          const places = hours.flatMap((one, place) => (one.weekday === weekday ? [place] : []))
          return (
            <li key={day}>
              <span className="cc-people__day">{day}</span>
              <div className="cc-people__times">
                {places.map((place, nth) => {
                  const of = places.length > 1 ? `${day}, ${nth + 1}` : day
                  return (
                    <span key={place} className="cc-people__time" data-fault={place === faultyPlace}>
                      <TextInput
                        size="xs"
                        aria-label={`${of}: from`}
                        maxLength={5}
                        placeholder="09:00"
                        value={hours[place]?.from ?? ''}
                        aria-invalid={place === faultyPlace}
                        onChange={(event) => setAt(place, { from: event.currentTarget.value })}
                      />
                      <span aria-hidden="true">–</span>
                      <TextInput
                        size="xs"
                        aria-label={`${of}: to`}
                        maxLength={5}
                        placeholder="17:00"
                        value={hours[place]?.to ?? ''}
                        aria-invalid={place === faultyPlace}
                        onChange={(event) => setAt(place, { to: event.currentTarget.value })}
                      />
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={`Remove the hours of ${of}`}
                        onClick={() => onChange(hours.filter((_, index) => index !== place))}
                      >
                        <CrossIcon />
                      </ActionIcon>
                    </span>
                  )
                })}
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={`Add hours on ${day}`}
                  onClick={() => onChange([...hours, { weekday, ...(places.length === 0 ? OFFICE : AFTER) }])}
                >
                  Add hours
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
      {isFault ? <p className="cc-sheet__error">{fault?.message}</p> : null}
    </fieldset>
  )
}

/** The second hours of a day, to be written. */
const AFTER = { from: '', to: '' }
