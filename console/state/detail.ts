import type { ConsoleEvent, ConsoleMessage, ConsoleTicket, ConversationChanges, ConversationDetail } from './wire.ts'

/**
 * The view of one conversation after `changes`, or `gap` when changes before them are missing: then ask the server
 * for what came after the view's own version. Repeated and older changes leave the view as it is.
 */
export function applyChanges(view: ConversationDetail, changes: ConversationChanges): ConversationDetail | 'gap' {
  if (changes.summary.version <= view.summary.version) return view
  if (changes.since > view.summary.version) return 'gap'
  return {
    ...view,
    summary: changes.summary,
    messages: orderMessages(mergeMessages(view.messages, changes.messages)),
    events: orderEvents(replaceById(view.events, changes.events)),
    tickets: orderTickets(replaceById(view.tickets, changes.tickets)),
    tags: changes.tags,
    links: changes.links,
  }
}

/** Puts a detail loaded from the server in place of the one shown, unless the shown one is further already. */
export function adoptDetail(shown: ConversationDetail | undefined, loaded: ConversationDetail): ConversationDetail {
  if (shown && shown.summary.version > loaded.summary.version) return shown
  return {
    ...loaded,
    messages: orderMessages(loaded.messages),
    events: orderEvents(loaded.events),
    tickets: orderTickets(loaded.tickets),
  }
}

/** The last public message's number; 0 when there is none. */
export function lastSeqOf(view: ConversationDetail): number {
  return view.messages.reduce((last, message) => Math.max(last, message.seq ?? 0), 0)
}

/**
 * Public messages stand in the order of their numbers; a note stands after the last public message that is not
 * younger. Instants alone would not do: they are taken before the numbers are given.
 */
export function orderMessages(messages: ConsoleMessage[]): ConsoleMessage[] {
  const publicOnes = messages.filter(({ seq }) => seq !== null).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
  const notes = messages.filter(({ seq }) => seq === null).sort(byInstantThenId)
  const ordered: ConsoleMessage[] = []
  let next = 0
  for (const note of notes) {
    const upTo = publicOnes.findLastIndex(({ at }) => Date.parse(at) <= Date.parse(note.at)) + 1
    while (next < upTo) ordered.push(...publicOnes.slice(next, ++next))
    ordered.push(note)
  }
  return [...ordered, ...publicOnes.slice(next)]
}

function mergeMessages(known: ConsoleMessage[], incoming: ConsoleMessage[]): ConsoleMessage[] {
  const byId = new Map(known.map((message) => [message.id, message]))
  for (const message of incoming) {
    const present = byId.get(message.id)
    if (!present || present.version <= message.version) byId.set(message.id, message)
  }
  return [...byId.values()]
}

function replaceById<Item extends { id: string }>(known: Item[], incoming: Item[]): Item[] {
  const byId = new Map(known.map((item) => [item.id, item]))
  for (const item of incoming) byId.set(item.id, item)
  return [...byId.values()]
}

function orderEvents(events: ConsoleEvent[]): ConsoleEvent[] {
  return [...events].sort((a, b) => a.version - b.version || byInstantThenId(a, b))
}

function orderTickets(tickets: ConsoleTicket[]): ConsoleTicket[] {
  return [...tickets].sort((a, b) => a.number - b.number)
}

function byInstantThenId(a: { at: string; id: string }, b: { at: string; id: string }): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
