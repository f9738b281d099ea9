/**
 * The people who work here: agents, leads and admins, their passwords and logins, and who is reachable right now.
 * Presence counts console sockets of all nodes; whether a person wants work is their availability, which they choose.
 */
export {
  type AgentChange,
  bringBack,
  changeAgent,
  countLoads,
  findAgent,
  findAgentByEmail,
  insertAgent,
  type ListedAgent,
  listAgents,
  missOffer,
  type NewAgent,
  removeAgent,
  setAvailability,
} from './agent-store.ts'
export { type LoggedIn, login } from './login.ts'
export { addNotices, listNotices, type Notice, seeNotice, seeNotices } from './notice-store.ts'
export { createPasswords, makePassword, type PasswordCost, type Passwords } from './passwords.ts'
export { findPerson, hasOtherAdmin, listPeople, lockPeople, lockPerson, type Person } from './person-store.ts'
export {
  closeNodeSockets,
  closeSocket,
  forgetSocketsOf,
  HEARTBEAT_MS,
  openSocket,
  reachableAgentIds,
  SEEN_WINDOW_MS,
  sweepPresence,
  touchSockets,
} from './presence-store.ts'
export { createRoster, type Roster } from './roster-store.ts'
export {
  endedSessions,
  endSession,
  endSessionsOf,
  findSession,
  SESSION_MS,
  startSession,
  sweepSessions,
} from './session-store.ts'
