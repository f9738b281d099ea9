import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appendMessage, lockConversation, lockFree, moveConversations } from '../../src/conversation/index.ts'
import type { Candidate, Database } from '../../src/domain/index.ts'
import {
  createRouter,
  DEFAULT_WEIGHTS,
  queuePosition,
  type RoutingDeps,
  runOnce,
  tellWait,
} from '../../src/routing/index.ts'
import { findOpenTicket } from '../../src/tickets/index.ts'
import { describeOnEachDatabase, emptyTables } from '../support/database.ts'
import { type Desk, OFFER_MS, OPTIONAL_SKILL_MS, openDesk } from './support/desk.ts'

describeOnEachDatabase('routing', (kind) => {
  let db: Database
  let desk: Desk
  beforeAll(async () => {
    db = await kind.open()
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    await emptyTables(db)
    desk = openDesk(db)
  })

  describe('an escalated conversation', () => {
    it('is offered to the best agent, with how everybody stood, and the customer and the packet are told', async () => {
      const mia = await desk.hire('Mia')
      await desk.hire('Tom', { skills: ['delivery'] })
      const id = await desk.escalate()
      await runOnce(desk.deps)

      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: mia.id })
      const told = 'Mia from our billing team has been asked to join.'
      expect(await desk.told(id)).toEqual([told])
      expect((await findOpenTicket(db, id))?.packet.promised).toBe(told)
      const [assignment] = await db.query<{ agent_id: string; candidates: Candidate[]; wait: number }>(
        `select agent_id, candidates, extract(epoch from offer_until - offered_at)::int as wait from assignments`,
      )
      expect(assignment).toMatchObject({ agent_id: mia.id, wait: OFFER_MS / 1000 })
      expect(assignment?.candidates.map(({ name, excluded }) => [name, excluded])).toEqual([
        ['Mia', null],
        ['Tom', 'does not have the skill billing'],
      ])
      expect(desk.logged.map(({ event }) => event)).toEqual(['routing.offered'])
    })

    it('is not offered or told of again by later looks', async () => {
      await desk.hire('Mia', { capacity: 1 })
      const [offered, waiting] = [await desk.escalate(), await desk.escalate()]
      await runOnce(desk.deps)
      const commits = desk.commits()
      for (let i = 0; i < 3; i++) await runOnce(desk.deps)
      expect(desk.commits()).toBe(commits)
      expect(await desk.events(offered)).toEqual(['escalated asked_for_person', 'offered'])
      expect(await desk.events(waiting)).toEqual(['escalated asked_for_person', 'queued everyone_busy'])
      expect(await desk.told(waiting)).toEqual([
        'All colleagues who can help with this are busy. You are number 1 in the queue. Write here any time, nothing is lost.',
      ])
    })

    it('waits, told when somebody is back, while nobody is here; and is offered once they are', async () => {
      const mia = await desk.hire('Mia', { workingHours: [{ weekday: 4, from: '08:00', to: '17:00' }] })
      desk.goes(mia)
      const id = await desk.escalate()
      await runOnce(desk.deps)
      expect((await desk.told(id)).at(-1)).toMatch(
        /^Nobody who can help .* They are back tomorrow at 09:00 \(Amsterdam time\)\./,
      )
      desk.comes(mia)
      await runOnce(desk.deps)
      expect(await desk.events(id)).toEqual(['escalated asked_for_person', 'queued nobody_here', 'offered'])
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: mia.id })
    })

    it('goes first when it is more urgent, then when it has waited longer', async () => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      desk.goes(mia)
      const ids: Record<string, string> = {}
      for (const [name, priority] of [
        ['normal', 'normal'],
        ['low', 'low'],
        ['later', 'normal'],
        ['urgent', 'urgent'],
        ['high', 'high'],
      ] as const) {
        ids[name] = await desk.escalate(priority)
        desk.pass(1_000)
      }
      await runOnce(desk.deps)
      desk.comes(mia)
      const order = []
      for (let turn = 0; turn < 5; turn++) {
        await runOnce(desk.deps)
        for (const [name, id] of Object.entries(ids)) {
          if ((await desk.ownerOf(id)).owner !== 'offered') continue
          order.push(name)
          await desk.accept(id, mia)
          await desk.resolve(id)
        }
      }
      expect(order).toEqual(['urgent', 'high', 'normal', 'later', 'low'])
    })

    it('in another language is told all of it in that language, whenever the customer asks', async () => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      desk.goes(mia)
      const id = await desk.escalate('normal', 'billing', { language: 'de' })
      await runOnce(desk.deps)
      expect((await desk.told(id)).at(-1)).toMatch(/^Im Moment ist niemand da, der hier helfen kann\. Schreiben Sie/)
      expect(await tellWait(db, desk.deps, id)).toBe(
        'Ihre Nachricht geht an die Person, die übernimmt. Im Moment ist niemand da, der hier helfen kann.',
      )
      desk.comes(mia)
      await runOnce(desk.deps)
      expect((await desk.told(id)).at(-1)).toBe('Mia wurde gebeten, zu übernehmen.')
      expect(await tellWait(db, desk.deps, id)).toBe('Ihre Nachricht geht an die Person, die übernimmt.')
    })

    it('has its place counted among those that need the same skill', async () => {
      const first = await desk.escalate()
      const other = await desk.escalate('urgent', 'delivery')
      desk.pass(1_000)
      const second = await desk.escalate()
      expect(await queuePosition(db, first)).toBe(1)
      expect(await queuePosition(db, second)).toBe(2)
      expect(await queuePosition(db, other)).toBe(1)
      await desk.resolve(first)
      expect(await queuePosition(db, first)).toBeNull()
      expect(await queuePosition(db, second)).toBe(1)
    })

    it('is told the usual wait once five waits for this skill are known', async () => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      const waited = async (ms: number) => {
        const id = await desk.escalate()
        await runOnce(desk.deps)
        desk.pass(ms)
        await desk.accept(id, mia)
        await desk.resolve(id)
      }
      for (const seconds of [10, 20, 30, 40]) await waited(seconds * 1000)
      await desk.accept(await desk.escalate('normal', 'delivery'), mia)
      const early = await desk.escalate()
      await runOnce(desk.deps)
      expect((await desk.told(early))[0]).not.toContain('usually')
      await desk.resolve(early)
      await db.query(`update conversations set owner = 'resolved' where owner = 'agent'`)
      await waited(41_000)
      await desk.accept(await desk.escalate('normal', 'delivery'), mia)
      const late = await desk.escalate()
      await runOnce(desk.deps)
      expect((await desk.told(late))[0]).toContain('It usually takes under a minute.')
    })
  })

  describe('an optional skill', () => {
    const wishing = { optionalSkills: ['returns'] }

    it('keeps no place empty: who is free takes the ticket, which wishes on', async () => {
      const both = await desk.hire('Mia', { capacity: 1, skills: ['billing', 'returns'] })
      const tom = await desk.hire('Tom')
      await desk.accept(await desk.escalate(), both)
      const id = await desk.escalate('normal', 'billing', wishing)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect(await findOpenTicket(db, id)).toMatchObject({ optionalSkills: ['returns'], droppedSkills: [] })
    })

    it('lets another pass that misses nothing in who is free, until it is dropped with an event', async () => {
      const both = await desk.hire('Mia', { capacity: 1, skills: ['billing', 'returns'] })
      const tom = await desk.hire('Tom', { capacity: 1 })
      await desk.accept(await desk.escalate(), both)
      const id = await desk.escalate('normal', 'billing', wishing)
      desk.pass(1_000)
      const plain = await desk.escalate()
      const next = await desk.escalate()
      await runOnce(desk.deps)
      expect(await desk.ownerOf(plain)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.ownerOf(id)).owner).toBe('queued')

      await desk.accept(plain, tom)
      desk.pass(OPTIONAL_SKILL_MS - 1_001)
      await runOnce(desk.deps)
      expect(await findOpenTicket(db, id)).toMatchObject({ optionalSkills: ['returns'] })
      desk.pass(1)
      await desk.resolve(plain)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.ownerOf(next)).owner).toBe('queued')
      expect(await findOpenTicket(db, id)).toMatchObject({ optionalSkills: [], droppedSkills: ['returns'] })
      const [event] = await db.query<{ data: object }>(`select data from events where type = 'ticket.skill_dropped'`)
      expect(event?.data).toMatchObject({ skills: ['returns'], afterMs: OPTIONAL_SKILL_MS })
    })

    it('is not waited for when nobody who has it is here; a required one always is', async () => {
      const [mia, tom] = [
        await desk.hire('Mia', { skills: ['billing', 'returns'] }),
        await desk.hire('Tom', { skills: ['delivery'] }),
      ]
      desk.goes(mia)
      const id = await desk.escalate('normal', 'delivery', wishing)
      const required = await desk.escalate('normal', 'billing')
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      desk.pass(10 * OPTIONAL_SKILL_MS)
      await runOnce(desk.deps)
      expect((await desk.ownerOf(required)).owner).toBe('queued')
    })
  })

  describe('an offer', () => {
    it('lapses after its time to the next agent, and the customer hears only the new name', async () => {
      const [mia, tom] = [await desk.hire('Mia'), await desk.hire('Tom', { skills: ['billing', 'orders'] })]
      const id = await desk.escalate()
      await runOnce(desk.deps)
      desk.pass(OFFER_MS - 1)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: mia.id })
      desk.pass(1)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.told(id)).slice(1)).toEqual(['Tom has been asked to join instead.'])
      expect(await desk.events(id)).toEqual([
        'escalated asked_for_person',
        'offered',
        'declined not_accepted_in_time',
        'offered',
      ])
      const outcomes = await db.query('select agent_id, outcome from assignments order by offered_at')
      expect(outcomes).toEqual([
        { agent_id: mia.id, outcome: 'not_accepted_in_time' },
        { agent_id: tom.id, outcome: null },
      ])
    })

    it('that lapses with nobody else comes back to the same agent, without a word to the customer', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await runOnce(desk.deps)
      desk.pass(OFFER_MS)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: mia.id })
      expect(await desk.told(id)).toHaveLength(1)
    })

    it('that lapses is noted for whoever is asked next', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await runOnce(desk.deps)
      await desk.hire('Tom')
      desk.pass(OFFER_MS)
      await runOnce(desk.deps)
      expect(await desk.notes(id)).toEqual([`${mia.name} was asked for 45 s and did not accept.`])
    })

    it('and the next in a row that lapse set to away, so that the third customer waits for nobody who is not there', async () => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      const id = await desk.escalate()
      for (let time = 0; time < 3; time++) {
        await runOnce(desk.deps)
        desk.pass(OFFER_MS)
      }
      await runOnce(desk.deps)
      expect((await desk.events(id)).filter((event) => event === 'offered')).toHaveLength(2)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'queued', agentId: null })
      const [row] = await db.query('select availability, away_reason from agents where id = $1', [mia.id])
      expect(row).toEqual({ availability: 'away', away_reason: 'missed_offers' })
      expect(desk.logged.filter(({ event }) => event === 'routing.set_away')).toHaveLength(1)
      await desk.setAvailability(mia, 'online')
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: mia.id })
    })

    it.each(['accept', 'decline'] as const)('counts missed ones anew after an %s', async (act) => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      await desk.hire('Chief', { capacity: 0 })
      for (const misses of [true, false, true]) {
        const id = await desk.escalate()
        await runOnce(desk.deps)
        if (!misses) await desk[act](id, mia)
        else desk.pass(OFFER_MS)
        if (misses) await runOnce({ ...desk.deps, reachableAgentIds: async () => new Set() })
        await desk.resolve(id)
        desk.pass(1)
      }
      expect((await desk.onlineIds()).has(mia.id)).toBe(true)
    })

    it('counts those that stood at one time as one', async () => {
      const mia = await desk.hire('Mia', { capacity: 3 })
      for (let n = 0; n < 3; n++) await desk.escalate()
      await runOnce(desk.deps)
      desk.pass(OFFER_MS)
      await runOnce(desk.deps)
      expect((await desk.onlineIds()).has(mia.id)).toBe(true)
      desk.pass(OFFER_MS)
      await runOnce(desk.deps)
      expect((await desk.onlineIds()).has(mia.id)).toBe(false)
    })

    it('becomes the handoff when accepted; twice is once; a colleague comes too late', async () => {
      const [mia, tom] = [
        await desk.hire('Mia'),
        await desk.hire('Tom', { capacity: 1, skills: ['billing', 'orders'] }),
      ]
      const id = await desk.escalate()
      await runOnce(desk.deps)
      await expect(desk.accept(id, tom)).rejects.toMatchObject({ kind: 'conflict', code: 'offered-to-another' })
      await desk.accept(id, mia)
      await desk.accept(id, mia)
      expect(await desk.events(id)).toEqual(['escalated asked_for_person', 'offered', 'accepted'])
      await expect(desk.accept(id, tom)).rejects.toMatchObject({ kind: 'conflict', code: 'already-taken' })
      await expect(desk.decline(id, mia)).rejects.toMatchObject({ kind: 'conflict', code: 'offer-over' })
      desk.pass(OFFER_MS * 2)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'agent', agentId: mia.id })
    })

    it('that is declined keeps its place in the queue', async () => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      const first = await desk.escalate()
      await runOnce(desk.deps)
      desk.pass(1_000)
      const second = await desk.escalate()
      await desk.decline(first, mia)
      expect(await queuePosition(db, first)).toBe(1)
      expect(await queuePosition(db, second)).toBe(2)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(second)).toEqual({ owner: 'offered', agentId: mia.id })
    })

    it('whose conversation was moved on by somebody else stops nothing when it runs out', async () => {
      const mia = await desk.hire('Mia', { capacity: 1 })
      const id = await desk.escalate()
      await runOnce(desk.deps)
      await db.query(`update conversations set owner = 'assistant', agent_id = null where id = $1`, [id])
      desk.pass(OFFER_MS)
      const other = await desk.escalate()
      await runOnce(desk.deps)
      expect(await desk.ownerOf(other)).toEqual({ owner: 'offered', agentId: mia.id })
      expect(await db.query('select outcome from assignments where conversation_id = $1', [id])).toEqual([
        { outcome: 'returned' },
      ])
    })
  })

  describe('an agent who is gone', () => {
    it('gives back what they had, and the customer is told who lost the connection and who comes', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await runOnce(desk.deps)
      await desk.accept(id, mia)
      const tom = await desk.hire('Tom')
      desk.goes(mia)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.told(id)).at(-1)).toMatch(
        /^Mia is no longer connected\. Tom from our billing team has been asked/,
      )
      expect((await desk.events(id)).slice(-2)).toEqual(['declined agent_gone', 'offered'])
      expect(await desk.notes(id)).toEqual([
        expect.stringMatching(/^Mia took this conversation .+Mia had not answered/),
      ])
    })

    it('keeps it while they write, or have only just taken it', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await desk.accept(id, mia)
      desk.goes(mia)
      const patient = { ...desk.deps, agentGoneMs: 60_000 }
      await runOnce(patient)
      expect((await desk.ownerOf(id)).owner).toBe('agent')
      await db.query(`update events set at = at - interval '2 minutes'`)
      await db.transaction(async (tx) => {
        const conversation = await lockConversation(tx, id)
        await appendMessage(tx, conversation!, { kind: 'public', author: 'agent', agentId: mia.id, text: 'Hello' })
      })
      await runOnce(patient)
      expect((await desk.ownerOf(id)).owner).toBe('agent')
      await db.query(`update messages set created_at = created_at - interval '2 minutes'`)
      await runOnce(patient)
      expect((await desk.ownerOf(id)).owner).toBe('queued')
    })

    it('who had stepped in without a ticket leaves it to the assistant', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await desk.accept(id, mia)
      await db.query(`update tickets set status = 'resolved'`)
      desk.goes(mia)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'assistant', agentId: null })
      expect((await desk.told(id)).at(-1)).toContain('The assistant answers again.')
    })
  })

  describe('a transfer', () => {
    it('offers it to the named colleague, with who and why, and tells the customer', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await desk.accept(id, mia)
      const tom = await desk.hire('Tom', { skills: ['delivery'] })
      await desk.transfer(id, mia, tom)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.events(id)).slice(-2)).toEqual(['transferred', 'offered'])
      const [event] = await db.query(
        `select data, actor_id from events where conversation_id = $1 and type = 'conversation.transferred'`,
        [id],
      )
      expect(event).toEqual({
        data: { from: mia.id, to: 'agent', agentId: tom.id, skill: null, why: 'other' },
        actor_id: mia.id,
      })
      expect((await desk.told(id)).slice(-2)).toEqual([
        'Mia is passing this conversation on to a colleague. Everything written here is passed on with it.',
        'Tom has been asked to join.',
      ])
    })

    it('to another skill asks those who have it, from its own place in that queue', async () => {
      const [mia, tom] = [await desk.hire('Mia'), await desk.hire('Tom', { skills: ['delivery'], capacity: 1 })]
      const [id, before] = [await desk.escalate(), await desk.escalate('normal', 'delivery')]
      await desk.accept(id, mia)
      await desk.accept(before, tom)
      await desk.transfer(id, mia, { skill: 'delivery' })
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'queued', agentId: null })
      expect((await desk.told(id)).slice(-2)).toEqual([
        'Mia is passing this conversation on to our delivery team. Everything written here is passed on with it.',
        expect.stringContaining('You are number 1 in the queue.'),
      ])
      await desk.resolve(before)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.told(id)).at(-1)).toBe('Tom from our delivery team has been asked to join.')
    })

    it('of one who waits to another skill is told of, and what was said of the first wait is forgotten', async () => {
      const lead = await desk.hire('Lea', { skills: [], role: 'lead', capacity: 0 })
      const [tom] = [await desk.hire('Tom', { skills: ['delivery'] }), await desk.hire('Mia', { capacity: 0 })]
      const id = await desk.escalate()
      await runOnce(desk.deps)
      await db.query(
        `insert into wait_estimates (ticket_id, skill, position, raw_ms, median_ms, bound_ms, made_at)
         select id, 'billing', 1, 1000, 1000, 2000, now() from tickets`,
      )
      await desk.transfer(id, lead, { skill: 'delivery' })
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      expect((await desk.told(id)).slice(-2)).toEqual([
        'This conversation is being passed on to our delivery team. Everything written here is passed on with it.',
        'Tom from our delivery team has been asked to join.',
      ])
      expect(await db.query('select 1 from wait_estimates')).toEqual([])
    })

    it('is refused where it would change nothing, and to a skill that nobody has', async () => {
      const mia = await desk.hire('Mia')
      const id = await desk.escalate()
      await expect(desk.transfer(id, mia, 'queue')).rejects.toMatchObject({ code: 'waits-already' })
      await desk.accept(id, mia)
      await expect(desk.transfer(id, mia, mia)).rejects.toMatchObject({ code: 'same-agent', field: 'to.agentId' })
      const juggling = desk.transfer(id, mia, { skill: 'juggling' })
      await expect(juggling).rejects.toMatchObject({ code: 'skill-unknown', field: 'to.skill' })
      expect(await desk.ownerOf(id)).toEqual({ owner: 'agent', agentId: mia.id })
    })

    it('is refused with the reason when the colleague has no room, is away or not there', async () => {
      const mia = await desk.hire('Mia')
      const tom = await desk.hire('Tom', { capacity: 1 })
      const [id, toms] = [await desk.escalate(), await desk.escalate()]
      await desk.accept(id, mia)
      await desk.accept(toms, tom)
      await expect(desk.transfer(id, mia, tom)).rejects.toThrow('Tom is at capacity, 1 of 1.')
      await desk.setAvailability(tom, 'away')
      await expect(desk.transfer(id, mia, tom)).rejects.toThrow('Tom is away.')
      desk.goes(tom)
      await expect(desk.transfer(id, mia, tom)).rejects.toThrow('Tom is not connected.')
      expect(await desk.ownerOf(id)).toEqual({ owner: 'agent', agentId: mia.id })
    })

    it('to the queue goes to somebody else, and to who passed it on only after a rest with nobody else there', async () => {
      const [mia, tom] = [await desk.hire('Mia'), await desk.hire('Tom', { capacity: 0 })]
      const id = await desk.escalate()
      await desk.accept(id, mia)
      await desk.transfer(id, mia, 'queue')
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'queued', agentId: null })
      await db.query('update agents set capacity = 1 where id = $1', [tom.id])
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: tom.id })
      await desk.decline(id, tom)
      desk.goes(tom)
      await runOnce(desk.deps)
      expect((await desk.ownerOf(id)).owner).toBe('queued')
      desk.pass(60_000)
      await runOnce(desk.deps)
      expect(await desk.ownerOf(id)).toEqual({ owner: 'offered', agentId: mia.id })
    })
  })

  describe('the router', () => {
    it('runs on a nudge and, without one, on its sweep; closing waits and ends both', async () => {
      const mia = await desk.hire('Mia')
      const first = await desk.escalate()
      const router = createRouter(desk.deps, { sweepMs: 60_000 })
      router.nudge()
      router.nudge()
      await router.close()
      expect(await desk.ownerOf(first)).toEqual({ owner: 'offered', agentId: mia.id })
      const second = await desk.escalate()
      router.nudge()
      await router.close()
      expect((await desk.ownerOf(second)).owner).toBe('queued')

      const sweeping = createRouter(desk.deps, { sweepMs: 20 })
      await expect.poll(async () => (await desk.ownerOf(second)).owner, { timeout: 10_000 }).toBe('offered')
      await sweeping.close()
    })

    it.each([
      ['a place is held no longer for an optional skill', { holdSeconds: 0.3, optionalSkillMs: 60_000 }],
      ['an optional skill is dropped', { holdSeconds: 60, optionalSkillMs: 300 }],
    ])('wakes by itself when %s', async (_, { holdSeconds, optionalSkillMs }) => {
      const both = await desk.hire('Mia', { capacity: 1, skills: ['billing', 'returns'] })
      const tom = await desk.hire('Tom')
      await desk.accept(await desk.escalate(), both)
      const id = await desk.escalate('normal', 'billing', { optionalSkills: ['returns'] })
      await db.query('update tickets set queued_since = now() where conversation_id = $1', [id])
      const weights = { ...DEFAULT_WEIGHTS, holdSeconds }
      const router = createRouter(
        { ...desk.deps, now: () => new Date(), weights, optionalSkillMs },
        { sweepMs: 60_000 },
      )
      router.nudge()
      await expect.poll(() => desk.ownerOf(id), { timeout: 10_000 }).toEqual({ owner: 'offered', agentId: tom.id })
      await router.close()
    })

    it('goes on after a failure, logged, and one bad conversation keeps no other waiting', async () => {
      await desk.hire('Mia')
      const [bad, good] = [await desk.escalate('urgent'), await desk.escalate()]
      const failing = {
        ...desk.deps,
        moveConversations: (...[tx, moves]: Parameters<typeof moveConversations>) =>
          moves.some(({ conversationId }) => conversationId === bad)
            ? Promise.reject(new Error('the row is broken'))
            : moveConversations(tx, moves),
      }
      await runOnce(failing)
      expect((await desk.ownerOf(good)).owner).toBe('offered')
      expect(desk.logged).toContainEqual({
        event: 'routing.failed',
        fields: expect.objectContaining({ conversationId: bad, node: 'test' }),
      })
      await runOnce({ ...desk.deps, reachableAgentIds: () => Promise.reject(new Error('no presence')) })
      expect(desk.logged.filter(({ event }) => event === 'routing.step_failed').length).toBeGreaterThan(0)
    })

    it('on two nodes at once offers each conversation once', async () => {
      const mia = await desk.hire('Mia', { capacity: 3 })
      const ids = []
      for (let i = 0; i < 8; i++) ids.push(await desk.escalate())
      await Promise.all([runOnce(desk.deps), runOnce({ ...desk.deps, nodeName: 'other' })])
      const owners = await Promise.all(ids.map(desk.ownerOf))
      expect(owners.filter(({ owner, agentId }) => owner === 'offered' && agentId === mia.id)).toHaveLength(3)
      expect(owners.slice(0, 3).every(({ owner }) => owner === 'offered')).toBe(true)
      expect(await db.query('select 1 from assignments')).toHaveLength(3)
    })

    it('on two nodes at once never gives the last place twice', async () => {
      await desk.hire('Mia', { capacity: 1 })
      const ids = [await desk.escalate(), await desk.escalate()]
      // Each node decides on another conversation, and hesitates after it saw that there is room.
      const node = (id: string | undefined): RoutingDeps => ({
        ...desk.deps,
        lockFree: (tx, asked) =>
          lockFree(
            tx,
            asked.filter((each) => each === id),
          ),
        async countLoads(db) {
          const loads = await desk.deps.countLoads(db)
          await new Promise((resolve) => setTimeout(resolve, 100))
          return loads
        },
      })
      await Promise.all([runOnce(node(ids[0])), runOnce(node(ids[1]))])
      const owners = await Promise.all(ids.map(async (id) => (await desk.ownerOf(id)).owner))
      expect(owners.sort()).toEqual(['offered', 'queued'])
    })
  })
})
