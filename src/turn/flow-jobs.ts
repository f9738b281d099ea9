import { appendMessage, type ConversationChange, changeConversation, lockConversation } from '../conversation/index.ts'
import type { OneTimeCodes } from '../customers/index.ts'
import { PERSON_OPTION } from '../dialogue/index.ts'
import type { Database, NewEvent, Orders, Tx } from '../domain/index.ts'
import { createJobRunner, type Job, type JobEnd, performJob, sayJobEnd } from '../flows/index.ts'
import type { Mailer } from '../mail/index.ts'

export interface FlowJobParts {
  database: Database
  orders: Orders
  codes: OneTimeCodes
  mail: Mailer
  tries: number
  /** Publish what was told. */
  afterCommit(): void
  log(level: 'info' | 'warn', event: string, fields: object): void
  onError(error: unknown): void
}

/** Works on what flows want done outside, and tells the conversation what came of it. */
export function startFlowJobs(parts: FlowJobParts) {
  const { database, orders, mail, codes } = parts
  return createJobRunner({
    ...parts,
    perform: (job) => performJob({ database, orders, mail, codeOf: codes.codeOf }, job),
    lockConversation,
    tell: tellJobEnd,
  })
}

async function tellJobEnd(tx: Tx, job: Job, end: JobEnd): Promise<void> {
  const conversation = await lockConversation(tx, job.conversationId)
  if (!conversation) return
  const said = sayJobEnd(job, end)
  const { dialogue } = conversation
  const change: ConversationChange = {
    dialogue: {
      ...dialogue,
      // A flow that waits for what could not be done would wait for ever.
      flow: end.status === 'failed' && dialogue.flow?.runId === job.runId ? null : dialogue.flow,
      offered: said && said.quickReplies.length > 0 ? [PERSON_OPTION] : dialogue.offered,
    },
  }
  const changed = await changeConversation(tx, conversation, change, [eventOf(job, end)])
  if (!said) return
  // Where a person has taken over, it is a fact for both and nobody speaks in between.
  const isAssistants = conversation.owner === 'assistant'
  await appendMessage(tx, changed, {
    kind: 'public',
    author: isAssistants ? 'assistant' : 'system',
    text: said.text,
    quickReplies: isAssistants ? said.quickReplies : [],
  })
}

function eventOf(job: Job, end: JobEnd): NewEvent {
  const { id: jobId, attempts } = job
  const { kind } = job.act
  const actor = { kind: 'system', id: null } as const
  if (end.status === 'failed') return { type: 'job.failed', data: { jobId, kind, attempts }, actor }
  // A code is mailed or not; which of the two would tell whose order it is.
  const done = kind === 'send_code' || end.outcome.done
  return { type: 'job.done', data: { jobId, kind, done }, actor }
}
