import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Article } from '../../src/domain/index.ts'
import { buildIndex } from '../../src/knowledge/index.ts'
import { placesOfLargest } from '../../src/knowledge/largest.ts'
import { addPacked, makePackedTable, packVectors } from '../../src/knowledge/packed-vectors.ts'
import { makeSignCodes } from '../../src/knowledge/sign-codes.ts'

const DIMENSIONS = 64

describe('packed vectors', () => {
  it('keep every cosine to within 0.01', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer({ min: 1, max: 70 }), (one, two, size) => {
        const [a, b] = [unit(one, size), unit(two, size)]
        const table = makePackedTable(3, size, 2)
        table.add(packVectors([b]))
        const packed = table.add(packVectors([b, a]))
        const [ofBoth = 0, ofItself = 0] = table.multiply(a, 1, 2)
        expect(ofBoth).toBeCloseTo(dot(a, b), 1.7)
        expect(table.multiply(b, 2, 1)[0]).toBeCloseTo(dot(a, b), 1.7)
        expect(Math.abs(ofItself - 1)).toBeLessThan(0.01)
        const unpacked = new Float32Array(size)
        addPacked(unpacked, packed, 1)
        expect(Math.abs(dot(unpacked, a) - 1)).toBeLessThan(0.01)
      }),
    )
  })
})

describe('the first look', () => {
  it.each([64, 93])('puts a vector of %d that was turned a little before those it has nothing to do with', (size) => {
    const vectors = Array.from({ length: 500 }, (_, seed) => unit(seed, size))
    const codes = makeSignCodes(vectors.length, size, new Float32Array(size))
    vectors.forEach(codes.add)
    for (let at = 0; at < 50; at++) {
      const turned = normalise(
        (vectors[at] as Float32Array).map((value, i) => value + 0.5 * (unit(9_000 + at, size)[i] ?? 0)),
      )
      expect(placesOfLargest(codes.compare(turned), 5, () => true)).toContain(at)
    }
  })

  it('takes the largest allowed ones, whatever the scores', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.integer({ min: 0, max: 12 }), (scores, count) => {
        const isAllowed = (place: number) => place % 3 !== 0
        const taken = placesOfLargest(Float32Array.from(scores), count, isAllowed)
        const wanted = scores.flatMap((score, place) => (isAllowed(place) ? [score] : [])).sort((a, b) => b - a)
        expect(taken.every(isAllowed)).toBe(true)
        expect(new Set(taken).size).toBe(taken.length)
        expect(taken.map((place) => scores[place] ?? 0).sort((a, b) => b - a)).toEqual(wanted.slice(0, count))
      }),
    )
  })
})

describe('a knowledge base too large to measure every article', () => {
  it('finds the same first article as measuring them all, keeps to the audience, and lets other work run meanwhile', async () => {
    const articles = Array.from({ length: 4_000 }, (_, number) => makeArticle(number))
    let beats = 0
    const beat = setInterval(() => {
      beats += 1
    }, 1)
    const index = await buildIndex(articles, async (texts) => texts.map(vectorOf), { vectors: null, encoder: 'test' })
    clearInterval(beat)
    // Built in one go there would be next to none; in slices of 3 ms there are hundreds.
    expect(beats).toBeGreaterThan(40)

    for (let number = 1; number < 4_000; number += 97) {
      const text = `Question ${number} about thing ${number % 50}`
      const query = { text, vector: vectorOf(text), language: 'en', audience: 'agents' as const }
      const [first] = index.search(query)
      expect(first?.passage.articleId).toBe(`article-${number}`)
      expect(index.measure({ ...query, exhaustive: true })[0]?.articleId).toBe(`article-${number}`)
      const shown = index.search({ ...query, audience: 'public' })
      expect(shown.length).toBeGreaterThan(0)
      expect(shown.every(({ passage }) => index.getArticle(passage.articleId)?.audience === 'public')).toBe(true)
      expect(index.search({ ...query, without: `article-${number}` })[0]?.passage.articleId).not.toBe(
        `article-${number}`,
      )
    }
  })
})

function makeArticle(number: number): Article {
  const id = `article-${number}`
  const title = `Question ${number} about thing ${number % 50}`
  const text = `Answer ${number}: thing ${number % 50} is done so.`
  return {
    id,
    title,
    summary: title,
    tags: [],
    language: 'en',
    audience: number % 2 === 0 ? 'public' : 'agents',
    questions: [],
    updated: '2026-01-01',
    passages: [{ id: `${id}#0`, articleId: id, title, heading: null, text }],
  }
}

/** A direction of its own for every text. */
const vectorOf = (text: string) => unit([...text].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 7))

function unit(seed: number, size = DIMENSIONS): Float32Array {
  let state = seed | 0
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 8) & 0xffff) / 0xffff - 0.5
  }
  return normalise(Float32Array.from({ length: size }, next))
}

function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
