import { z } from 'zod'
import { PRIORITIES, type Priority, SERVICE_TIMES, type ServiceTarget, type ServiceTime } from '../domain/index.ts'

/** What is promised to the tickets a policy is for. */
export interface ServicePolicy {
  name: string
  /** Milliseconds by target; what is not promised is missing. */
  promises: Partial<Record<ServiceTarget, number>>
  time: ServiceTime
  /** Any of these; null for all. */
  priority: readonly Priority[] | null
  /** Any of these; null for all. */
  tags: readonly string[] | null
}

export interface ServiceLevels {
  /** In order: the first that fits a ticket is its policy. */
  policies: readonly ServicePolicy[]
  /** The share of a promise after which agent and lead are warned, 0 to 1. */
  warnAt: number
}

export const NO_SERVICE_LEVELS: ServiceLevels = { policies: [], warnAt: 0.75 }

const duration = z
  .string()
  .regex(/^[1-9]\d{0,4} ?(min|h)$/, 'must be a length of time such as "15 min" or "8 h"')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('h') ? 60 : 1) * 60_000)
  .optional()

/** `company/service-levels.yaml`. */
export const serviceLevelsFile = z
  .strictObject({
    warnAt: z
      .string()
      .regex(/^[1-9]\d?%$/, 'must be a share such as "75%"')
      .default('75%'),
    policies: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(60),
          priority: z.array(z.enum(PRIORITIES)).min(1).optional(),
          tags: z.array(z.string().min(1)).min(1).optional(),
          time: z.enum(SERVICE_TIMES, 'must be "business" or "calendar"'),
          firstReply: duration,
          nextReply: duration,
          resolution: duration,
        }),
      )
      .max(100),
  })
  .transform(
    ({ warnAt, policies }): ServiceLevels => ({
      warnAt: Number.parseInt(warnAt, 10) / 100,
      policies: policies.map(({ name, priority, tags, time, firstReply, nextReply, resolution }) => ({
        name,
        time,
        priority: priority ?? null,
        tags: tags ?? null,
        promises: {
          ...(firstReply !== undefined && { first_reply: firstReply }),
          ...(nextReply !== undefined && { next_reply: nextReply }),
          ...(resolution !== undefined && { resolution }),
        },
      })),
    }),
  )

/** The first policy that fits; null when none does, and nothing is promised. */
export function policyFor(
  ticket: { priority: Priority; tags: readonly string[] },
  policies: readonly ServicePolicy[],
): ServicePolicy | null {
  const fits = ({ priority, tags }: ServicePolicy) =>
    (priority === null || priority.includes(ticket.priority)) &&
    (tags === null || tags.some((tag) => ticket.tags.includes(tag)))
  return policies.find(fits) ?? null
}
