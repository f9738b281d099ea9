export const ROLES = ['agent', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const AVAILABILITIES = ['online', 'away', 'offline'] as const
/** What an agent chose. Whether they are reachable at all follows their sockets (presence). */
export type Availability = (typeof AVAILABILITIES)[number]

export const SKILL_LEVELS = [1, 2, 3] as const
/** 1 knows it, 2 is good at it, 3 is an expert. */
export type SkillLevel = (typeof SKILL_LEVELS)[number]

/** What somebody can do, and how well; `name` is a skill of `intents/`. */
export interface Skill {
  name: string
  level: SkillLevel
}

export const AWAY_REASONS = ['break', 'lunch', 'meeting', 'training', 'other'] as const
export const OFFLINE_REASONS = ['end_of_shift', 'sick', 'leave', 'other'] as const
/** Why somebody is away or offline, for their colleagues. `missed_offers` nobody chooses: routing set them to away. */
export type AwayReason = (typeof AWAY_REASONS)[number] | (typeof OFFLINE_REASONS)[number] | 'missed_offers'

/** One interval of a working day, `HH:MM` in the agent's time zone, end exclusive. */
export interface WorkingInterval {
  /** 1 Monday … 7 Sunday. */
  weekday: number
  from: string
  to: string
}

export interface Agent {
  id: string
  email: string
  name: string
  role: Role
  skills: Skill[]
  /** ISO 639-1. */
  languages: string[]
  /** Concurrent conversations, offered ones included. */
  capacity: number
  availability: Availability
  /** Null while online, and when they did not say. */
  awayReason: AwayReason | null
  workingHours: WorkingInterval[]
  timeZone: string
}
