import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { check } from '../../src/cli/check.ts'
import { readConfig } from '../../src/config/index.ts'
import { makeTempDir } from '../understanding/support.ts'

describe('earshot check', () => {
  // It tells the shell by the exit code of the process, which is the test's own here.
  afterEach(() => {
    process.exitCode = undefined
  })

  it('reports what is wrong with the entities beside what is wrong with the intents', async () => {
    const folder = await makeTempDir()
    await writeFile(join(folder, 'greeting.yaml'), 'name: greeting\n')
    await writeFile(join(folder, 'products.yaml'), '- { id: a, name: Anvil }\n- { id: b, name: anvil }\n')
    const report = await check(readConfig({ EARSHOT_INTENTS_DIR: folder }), ['--quick', '--json'])
    const { errors, problems } = JSON.parse(report)
    expect(errors).toBe(2)
    expect(process.exitCode).toBe(1)
    expect(problems).toContainEqual(
      expect.objectContaining({ kind: 'broken', file: join(folder, 'products.yaml'), line: 2 }),
    )
    expect(problems).toContainEqual(expect.objectContaining({ kind: 'broken', file: join(folder, 'greeting.yaml') }))
  })

  it('finds no error in the demo company', async () => {
    const { errors } = JSON.parse(await check(readConfig({}), ['--quick', '--json']))
    expect(errors).toBe(0)
    expect(process.exitCode).toBeUndefined()
  })
})
