export const ROLES = ['agent', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const AVAILABILITIES = ['online', 'away'] as const
/** What an agent chose. Whether they are reachable at all follows their sockets (presence). */
export type Availability = (typeof AVAILABILITIES)[number]

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
  skills: string[]
  /** ISO 639-1. */
  languages: string[]
  /** Concurrent conversations, offered ones included. */
  capacity: number
  availability: Availability
  workingHours: WorkingInterval[]
  timeZone: string
}
