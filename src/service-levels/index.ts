/**
 * Business hours and promises of time. Hours and clocks are pure; the clocks of a ticket follow from what happened in its
 * conversation, whoever did it, and `createWatch` keeps what follows stored, told, and awake for the next warning.
 */
export {
  addBusinessTime,
  type BusinessHours,
  businessTimeBetween,
  isOpen,
  nextOpening,
  type OpenInterval,
} from './business-hours.ts'
export { readRuns } from './clock-store.ts'
export { type Clock, elapsedMs, type Fact, reachedAt, runClocks } from './clocks.ts'
export { ALWAYS_OPEN, type HoursOf, hoursBySkill, hoursFile } from './hours-file.ts'
export { elapsedIn, keepPromises, nextLookAt } from './keep-promises.ts'
export { NO_SERVICE_LEVELS, policyFor, type ServiceLevels, type ServicePolicy, serviceLevelsFile } from './policies.ts'
export { createWatch, LOOK_AT_CLOCKS, type Watch } from './watch.ts'
