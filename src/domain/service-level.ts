/** What is promised a customer who needs a person: the first answer, every further one, and the end of it. */
export const SERVICE_TARGETS = ['first_reply', 'next_reply', 'resolution'] as const
export type ServiceTarget = (typeof SERVICE_TARGETS)[number]

/** Whether a promise counts the hours the team works, or all hours. */
export const SERVICE_TIMES = ['business', 'calendar'] as const
export type ServiceTime = (typeof SERVICE_TIMES)[number]
