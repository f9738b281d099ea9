export type { Config } from './arrange.ts'
export { readConfig } from './read-config.ts'
export { SETTINGS } from './settings.ts'
