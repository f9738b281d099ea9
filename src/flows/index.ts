/**
 * Guided dialogues: what they ask, in which order, and what they want done. A flow runs within a turn and changes nothing;
 * its state and words are written with the turn, its acts are jobs done after the commit. The only home of
 * botbuilder-dialogs, which is loaded with the first flow.
 */
export { loadDialogs } from './dialogs.ts'
export type { FlowFacts, FlowInput } from './flow.ts'
export { createJobRunner, type JobEnd } from './job-runner.ts'
export { addJobs, type Job, mayAskForCode } from './job-store.ts'
export { sayJobEnd } from './job-words.ts'
export { performJob } from './perform-job.ts'
export { describeFlow, type FlowResult, type FlowTurn, failedFlow, runFlow, titlesOf } from './run-flow.ts'
