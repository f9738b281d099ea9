import { join } from 'node:path'
import { z } from 'zod'
import { firstFault } from '../domain/index.ts'
import { projectRoot } from '../project-root.ts'

/** The kinds of values a setting can have; each complains in words that follow the setting's name. */
export const flag = (byDefault: boolean) =>
  z
    .enum(['0', '1'], { error: 'must be 0 or 1' })
    .default(byDefault ? '1' : '0')
    .transform((value) => value === '1')
export const whole = (min: number, max: number, byDefault: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(byDefault)
export const path = (byDefault: string) => z.string().min(1).default(join(projectRoot, byDefault))
export const address = (byDefault: string) =>
  z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).default(byDefault)
export const origins = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ''),
  )
  .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be a list of origins such as https://shop.example' })))

/** A JSON object in the environment, with the defaults of `schema` for what it leaves out. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        const result = schema.safeParse(JSON.parse(text))
        if (result.success) return result.data
        const { path, reason } = firstFault(result.error)
        context.addIssue([...path, reason].join(' '))
      } catch {
        context.addIssue('must be JSON')
      }
      return z.NEVER
    })
