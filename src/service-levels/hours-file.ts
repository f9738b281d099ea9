import { IANAZone } from 'luxon'
import { z } from 'zod'
import type { BusinessHours, OpenInterval } from './business-hours.ts'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
const interval = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a stretch such as "09:00-17:30"')
  .transform((text): OpenInterval => {
    const to = minutesOf(text.slice(6))
    // Until midnight, however it is written.
    return { from: minutesOf(text), to: to === 0 ? 1_440 : to }
  })
const day = z.array(interval).max(10).default([])
const week = z
  .strictObject({ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day })
  .transform((days) => DAYS.map((name) => days[name]))
  .refine((days) => days.some((intervals) => intervals.length > 0), 'must have hours on at least one day')
const timeZone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone such as "Europe/Amsterdam"')
const holiday = z.strictObject({
  date: z.iso.date('must be a date such as 2026-12-25'),
  name: z.string().min(1).max(60),
  /** The hours of that day; closed without them. */
  hours: day,
})

/** `company/hours.yaml`. */
export const hoursFile = z.strictObject({
  timeZone: timeZone.optional(),
  /** Everybody's hours but for the teams below. */
  week,
  holidays: z.array(holiday).max(400).default([]),
  teams: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        skills: z.array(z.string().min(1)).min(1),
        timeZone: timeZone.optional(),
        week,
        /** Instead of everybody's. */
        holidays: z.array(holiday).max(400).optional(),
      }),
    )
    .max(50)
    .default([]),
})

/** The hours of whoever serves tickets that ask for a skill. */
export type HoursOf = (skill: string) => BusinessHours

/** Without a file every hour counts. */
export const ALWAYS_OPEN: BusinessHours = {
  timeZone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]),
  holidays: new Map(),
}

/** A team's hours where a team has the skill, the first that does; everybody's otherwise. */
export function hoursBySkill(file: z.output<typeof hoursFile>, defaultZone: string): HoursOf {
  const holidaysOf = (holidays: z.output<typeof holiday>[]) => new Map(holidays.map(({ date, hours }) => [date, hours]))
  const everybody: BusinessHours = {
    timeZone: file.timeZone ?? defaultZone,
    week: file.week,
    holidays: holidaysOf(file.holidays),
  }
  const teams = file.teams.map((team) => ({
    skills: team.skills,
    hours: {
      timeZone: team.timeZone ?? everybody.timeZone,
      week: team.week,
      holidays: team.holidays ? holidaysOf(team.holidays) : everybody.holidays,
    },
  }))
  return (skill) => teams.find(({ skills }) => skills.includes(skill))?.hours ?? everybody
}
