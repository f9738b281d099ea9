import { describe, expect, it } from 'vitest'
import { colleaguesFor, roomWords, teamsOf } from '../../console/state/passing-on.ts'
import type { ConsoleAgent } from '../../console/state/wire.ts'

const person = (name: string, part: Partial<ConsoleAgent> = {}): ConsoleAgent => ({
  id: name,
  name,
  email: `${name}@techgear.example`,
  role: 'agent',
  skills: [{ name: 'billing', level: 2 }],
  languages: ['en'],
  capacity: 4,
  availability: 'online',
  awayReason: null,
  connected: true,
  load: 1,
  ...part,
})
const team = [
  person('Me'),
  person('Ann', { load: 4 }),
  person('Bob', { skills: [{ name: 'orders', level: 3 }] }),
  person('Cleo'),
  person('Dan', { availability: 'away', awayReason: 'lunch' }),
  person('Eva', { role: 'lead', capacity: 0, load: 0 }),
]

describe('passing a conversation on', () => {
  it('names colleagues with how they stand, those who can be asked and have the skill first', () => {
    const colleagues = colleaguesFor({ owner: 'agent', agentId: 'Me', requiredSkill: 'billing' }, team, 'Me')
    expect(colleagues.map(({ name, canBeAsked, words }) => [name, canBeAsked, words])).toEqual([
      ['Cleo', true, 'Online, 1 of 4, billing'],
      ['Bob', true, 'Online, 1 of 4, without billing'],
      ['Ann', false, 'Online, full: 4 of 4, billing'],
      ['Dan', false, 'Away: lunch, 1 of 4, billing'],
      ['Eva', false, 'Online, takes no conversations, billing'],
    ])
  })

  it('leaves out who has it or is asked, whoever looks', () => {
    const names = colleaguesFor({ owner: 'offered', agentId: 'Cleo', requiredSkill: null }, team, 'Eva').map(
      ({ name }) => name,
    )
    expect(names).not.toContain('Cleo')
    expect(names).toContain('Me')
  })

  it('names the teams by skill, with who has room', () => {
    expect(teamsOf(team)).toEqual([
      { skill: 'billing', words: '2 have room' },
      { skill: 'orders', words: '1 has room' },
    ])
    expect(roomWords('billing', [person('Ann', { load: 4 })])).toBe('the only one here is full')
    expect(roomWords('billing', [person('Ann', { connected: false })])).toBe('nobody is here now')
  })
})
