import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project-root.ts'
import { loadIntents } from '../../src/understanding/index.ts'
import { makeTempDir } from './support.ts'

const TAGS = '- { name: orders, description: "Orders", colour: "#4A6FA5" }\n'
const GOOD = `name: order_status
title: Order status
description: Where an order is.
tags: [orders]
skill: orders
priority: normal
serve: { article: track-your-order }
examples:
  - where is my order
  - order status
  - track my parcel
  - any news
  - eta
`

async function load(files: Record<string, string>) {
  const folder = await makeTempDir()
  for (const [name, content] of Object.entries({ 'tags.yaml': TAGS, ...files })) {
    await writeFile(join(folder, name), content)
  }
  return loadIntents(folder)
}

describe('the files of the intents', () => {
  it('are read with their tags', async () => {
    const { intents, tags } = await load({ 'order_status.yaml': GOOD })
    expect(tags).toEqual([{ name: 'orders', description: 'Orders', colour: '#4A6FA5' }])
    expect(intents).toMatchObject([{ name: 'order_status', serve: { article: 'track-your-order' } }])
    expect(intents[0]?.examples).toHaveLength(5)
  })

  it('of the demo company are all good', async () => {
    const { intents, tags } = await loadIntents(join(projectRoot, 'intents'))
    expect(intents.length).toBeGreaterThanOrEqual(30)
    expect(tags.length).toBeGreaterThan(5)
    for (const { examples } of intents) expect(examples.length).toBeGreaterThanOrEqual(20)
  })

  it('may be absent altogether', async () => {
    expect(await loadIntents(join(await makeTempDir(), 'nowhere'))).toEqual({ intents: [], tags: [] })
  })

  it.each([
    { change: ['priority: normal', 'priority: hot'], line: 6, field: 'priority', says: 'must be one of low, normal' },
    { change: ['skill: orders', 'skil: orders'], line: 1, field: 'skill', says: 'skill' },
    { change: ['title: Order', 'colour: red\ntitle: Order'], line: 2, field: 'colour', says: 'is not a field' },
    { change: ['  - any news', '  - 5'], line: 12, field: 'examples.3', says: 'must be text' },
    { change: ['  - any news', '  - Order Status'], line: 12, field: 'examples.3', says: 'already stands in' },
    { change: ['tags: [orders]', 'tags: [order]'], line: 4, field: 'tags.0', says: 'which tags.yaml does not have' },
    { change: ['name: order_status', 'name: status'], line: 1, field: 'name', says: 'order_status.yaml' },
    {
      change: ['serve: { article: track-your-order }', 'serve: { person: 1 }'],
      line: 7,
      field: 'serve',
      says: 'must be',
    },
    {
      change: ['serve: { article: track-your-order }', 'serve: { flow: order_statsu }'],
      line: 7,
      field: 'serve',
      says: 'flows are order_status, cancel_order',
    },
  ])('are refused with file, line and field: $field $says', async ({ change: [from, to], line, field, says }) => {
    const content = GOOD.replace(from!, to!)
    expect(content).not.toBe(GOOD)
    const loading = load({ 'order_status.yaml': content })
    await expect(loading).rejects.toMatchObject({ kind: 'invalid-request', field })
    await expect(loading).rejects.toThrow(`order_status.yaml:${line}: ${field}`)
    await expect(loading).rejects.toThrow(says)
  })

  it('name the parents of tags', async () => {
    const child = '- { name: tracking, description: "Tracking", colour: "#4A6FA5", parent: orders }\n'
    const { tags } = await load({ 'tags.yaml': TAGS + child })
    expect(tags[1]).toMatchObject({ name: 'tracking', parent: 'orders' })
  })

  it.each([
    { parents: { orders: 'odrers' }, line: 1, says: '0.parent names the tag "odrers", which tags.yaml does not have' },
    { parents: { orders: 'orders' }, line: 1, says: '0.parent goes in a circle: orders, orders' },
    {
      parents: { tracking: 'orders', orders: 'parcels', parcels: 'orders' },
      line: 2,
      says: '1.parent goes in a circle: orders, parcels, orders',
    },
  ])('are refused when a parent is not there or goes in a circle: $says', async ({ parents, line, says }) => {
    const rows = Object.entries(parents).map(
      ([name, parent]) => `- { name: ${name}, description: "Some", colour: "#4A6FA5", parent: ${parent} }\n`,
    )
    await expect(load({ 'tags.yaml': rows.join('') })).rejects.toThrow(`tags.yaml:${line}: ${says}.`)
  })

  it('are refused with the line when they are not YAML', async () => {
    await expect(load({ 'order_status.yaml': GOOD.replace('tags: [orders]', 'tags: [orders') })).rejects.toThrow(
      /order_status\.yaml:\d+: /,
    )
  })
})
