import { access } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ALWAYS_OPEN,
  type HoursOf,
  hoursBySkill,
  hoursFile,
  NO_SERVICE_LEVELS,
  type ServiceLevels,
  serviceLevelsFile,
} from './service-levels/index.ts'
import { readYaml } from './understanding/index.ts'

/**
 * The business hours and service levels of the company's folder. Without hours every hour counts, without service levels
 * nothing is promised and times are only measured. Throws `invalid-request` naming file, line and field, also for a tag
 * that does not exist, for a skill in two teams and for a policy that none before it leaves anything to.
 */
export async function loadServiceLevels(
  folder: string,
  options: { timeZone: string; tags: ReadonlySet<string> },
): Promise<{ levels: ServiceLevels; hoursOf: HoursOf }> {
  return {
    hoursOf: await loadHours(join(folder, 'hours.yaml'), options.timeZone),
    levels: await loadLevels(join(folder, 'service-levels.yaml'), options.tags),
  }
}

async function loadHours(path: string, timeZone: string): Promise<HoursOf> {
  if (!(await exists(path))) return () => ALWAYS_OPEN
  const { value, complain } = await readYaml(path, hoursFile)
  const teamOf = new Map<string, string>()
  for (const [index, { name, skills }] of value.teams.entries()) {
    for (const [place, skill] of skills.entries()) {
      const other = teamOf.get(skill)
      if (other !== undefined) {
        throw complain(['teams', index, 'skills', place], `names "${skill}", which team "${other}" has already`)
      }
      teamOf.set(skill, name)
    }
  }
  return hoursBySkill(value, timeZone)
}

async function loadLevels(path: string, tags: ReadonlySet<string>): Promise<ServiceLevels> {
  if (!(await exists(path))) return NO_SERVICE_LEVELS
  const { value, complain } = await readYaml(path, serviceLevelsFile)
  for (const [index, policy] of value.policies.entries()) {
    const unknown = policy.tags?.findIndex((tag) => !tags.has(tag)) ?? -1
    if (unknown >= 0) {
      throw complain(
        ['policies', index, 'tags', unknown],
        `names the tag "${policy.tags?.[unknown]}", which does not exist`,
      )
    }
    const isForAll = policy.priority === null && policy.tags === null
    if (isForAll && index < value.policies.length - 1) {
      throw complain(['policies', index + 1], `is never reached: "${policy.name}" before it fits every ticket`)
    }
  }
  return value
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
