/**
 * Figures for leads: volumes, sentiment, tags, escalations, ratings and waiting times over a range of time, counted in
 * SQL from what is stored, corrections of agents first. `reportConversationIds` lists the conversations behind a figure;
 * both use the definitions of `definitions-store.ts`, so they cannot drift apart.
 */

export { reportConversationIds } from './report-conversations-store.ts'
export type { OverviewQuery, ReportConversationsQuery } from './report-queries.ts'
export { overviewReport } from './report-store.ts'
export { type OverdueClock, serviceLevelReport } from './service-level-report-store.ts'
export { bucketStarts, MAX_BUCKETS } from './time-buckets.ts'
