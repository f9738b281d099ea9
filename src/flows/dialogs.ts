import { createRequire } from 'node:module'
import type { DialogContext, DialogState, DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs'
import type { End, FlowDefinition, FlowStep, Question, Run } from './flow.ts'
import { GAVE_UP, NOT_KNOWN } from './wording.ts'

/** Wrong replies in a row to one question before the flow gives up: it asks, and asks twice more. */
const TRIES = 3
const ASK = 'ask'

/** One walk of the dialog engine: what it would send, and where it stands. */
export interface Walk {
  said: string[]
  question: (Question & { step: string }) | null
  end: End | null
  dialog: DialogState
}

type TurnContext = DialogContext['context']
type Dialogs = Pick<
  typeof import('botbuilder-dialogs'),
  'Dialog' | 'DialogContext' | 'DialogSet' | 'DialogTurnStatus' | 'WaterfallDialog'
>

/**
 * A quarter of a second and 40 MB, so it is loaded after the start and not with it. From the package's front door it would
 * be twice as much, for prompts and skills that are not used here.
 */
export const loadDialogs = once(async () => {
  const dialogs: Dialogs = {
    ...(await import('botbuilder-dialogs/lib/dialog.js')),
    ...(await import('botbuilder-dialogs/lib/dialogContext.js')),
    ...(await import('botbuilder-dialogs/lib/dialogSet.js')),
    ...(await import('botbuilder-dialogs/lib/waterfallDialog.js')),
  }
  // The dialogs' own copy of the core, whichever it is: a turn context of another would not be theirs.
  const require = createRequire(import.meta.url)
  const core = createRequire(require.resolve('botbuilder-dialogs'))('botbuilder-core') as {
    TurnContext: new (adapter: object, activity: object) => TurnContext
  }
  return { dialogs, core, AskDialog: makeAskDialog(dialogs) }
})

const WALK = Symbol('walk')
interface Walking {
  run: Run
  walk: Walk
  steps: ReadonlyMap<string, FlowStep>
}

/**
 * Walks through the flow's waterfall from where `dialog` stands, or from its start when that is null. Nothing is sent and
 * nothing stored: a collecting adapter takes what the dialogs say, and their state comes back as JSON.
 */
export async function walkDialogs(flow: FlowDefinition, run: Run, dialog: unknown): Promise<Walk> {
  const { dialogs, core, AskDialog } = await loadDialogs()
  const walk: Walk = { said: [], question: null, end: null, dialog: readState(dialog) }
  const steps = new Map(flow.steps.map((step) => [step.name, step]))
  const context = new core.TurnContext(collectInto(walk.said), { type: 'message', text: run.input.text })
  context.turnState.set(WALK, { run, walk, steps } satisfies Walking)

  const set = new dialogs.DialogSet()
  set.add(new dialogs.WaterfallDialog(flow.name, flow.steps.map(waterfallStep)))
  set.add(new AskDialog(ASK))
  const dc = new dialogs.DialogContext(set, context, walk.dialog)
  try {
    if (dc.activeDialog) await dc.continueDialog()
    else await dc.beginDialog(flow.name)
  } catch (error) {
    throw unwrap(error)
  }
  return walk
}

function waterfallStep({ name }: FlowStep) {
  return async (dc: WaterfallStepContext): Promise<DialogTurnResult> => {
    const { run, walk, steps } = walkingOf(dc)
    const asked = await steps.get(name)?.ask(run)
    if (!asked) return dc.next()
    if ('end' in asked) return over(dc, walk, asked)
    return dc.beginDialog(ASK, { step: name, question: asked })
  }
}

/** Puts a step's question and reads replies until one is taken. The flow restarts when a reply changed what came before. */
function makeAskDialog({ Dialog }: Dialogs) {
  return class AskDialog extends Dialog {
    override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
      const { step, question } = options as { step: string; question: Question } // given by waterfallStep alone
      setState(dc, { step, tries: 0, question })
      return put(dc, step, question)
    }

    override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
      const { run, walk, steps } = walkingOf(dc)
      const state = stateOf(dc)
      const step = steps.get(state.step)
      // A step that a newer version no longer has.
      if (!step) return restart(dc)
      const taken = await step.take(run)
      if (taken === 'taken') return dc.endDialog()
      if (taken === 'restart') return restart(dc)
      if ('end' in taken) return over(dc, walk, taken)
      if ('ask' in taken) {
        setState(dc, { ...state, question: taken.ask })
        return put(dc, state.step, taken.ask)
      }
      const tries = state.tries + 1
      if (tries >= TRIES) return over(dc, walk, { end: 'failed', text: GAVE_UP, offersPerson: true })
      setState(dc, { ...state, tries })
      const { card: _, ...question } = state.question
      const text = run.input.asks ? `${NOT_KNOWN} ${taken.again}` : taken.again
      return put(dc, state.step, { ...question, text })
    }
  }
}

interface AskState {
  step: string
  tries: number
  question: Question
}
// The instance's state is `any` to the library; only this dialog writes it.
const stateOf = (dc: DialogContext) => dc.activeDialog?.state as AskState
function setState(dc: DialogContext, state: AskState): void {
  if (dc.activeDialog) dc.activeDialog.state = state
}

async function put(dc: DialogContext, step: string, question: Question): Promise<DialogTurnResult> {
  walkingOf(dc).walk.question = { ...question, step }
  await dc.context.sendActivity(question.text)
  return { status: (await loadDialogs()).dialogs.DialogTurnStatus.waiting }
}

async function over(dc: DialogContext, walk: Walk, end: End): Promise<DialogTurnResult> {
  walk.end = end
  await dc.context.sendActivity(end.text)
  return dc.cancelAllDialogs()
}

async function restart(dc: DialogContext): Promise<DialogTurnResult> {
  const flow = dc.stack[0]?.id ?? ''
  await dc.cancelAllDialogs()
  return dc.beginDialog(flow)
}

// Put there by walkDialogs.
const walkingOf = (dc: DialogContext) => dc.context.turnState.get(WALK) as Walking

/** An adapter that sends nowhere. Flows neither update nor delete what they said. */
function collectInto(said: string[]) {
  return {
    async sendActivities(_context: TurnContext, activities: { type?: string; text?: string }[]) {
      for (const { text } of activities) if (text) said.push(text)
      return activities.map((_activity, i) => ({ id: String(i) }))
    },
  }
}

/** The library wraps what a step throws, once for each dialog on the stack. */
function unwrap(error: unknown): unknown {
  return error instanceof Error && 'error' in error && error.error instanceof Error ? unwrap(error.error) : error
}

function readState(dialog: unknown): DialogState {
  if (typeof dialog !== 'object' || dialog === null || !('dialogStack' in dialog)) return { dialogStack: [] }
  return structuredClone(dialog) as DialogState // written by walkDialogs alone
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
