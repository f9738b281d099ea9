import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { SENTIMENTS } from '../../src/domain/understanding.ts'
import { projectRoot } from '../../src/project-root.ts'
import { MOOD_BUCKETS, readMoodFeatures } from '../../src/understanding/sentiment/features.ts'
import { sideOfEmotions } from '../../src/understanding/sentiment/goemotions.ts'
import { openNet } from '../../src/understanding/sentiment/net.ts'
import { makeBeginMood, makeReadMood, NEUTRAL_MOOD, type ReadMood } from '../../src/understanding/sentiment/read.ts'
import { trainNet } from '../../src/understanding/sentiment/train-net.ts'
import { readMoodWeights } from '../../src/understanding/sentiment/weights.ts'

describe('sentiment by words alone', () => {
  let read: ReadMood
  beforeAll(async () => {
    const { model } = await readMoodWeights(join(projectRoot, 'training', 'weights', 'sentiment.bin'))
    read = makeReadMood(model)
  })
  const mood = (text: string) => read(readMoodFeatures(text), null)

  it.each([
    ['thank you so much, that was wonderful', 'positive'],
    ['you are useless, worst service ever!!', 'negative'],
    ['which cable do I need for this', 'neutral'],
  ])('hears %j as %s', (text, side) => {
    expect(mood(text).sentiment.label.replace('very_', '')).toBe(side)
  })

  it('scores delight above thanks above a question above anger', () => {
    const texts = [
      'amazing, absolutely wonderful, thank you',
      'ok thanks',
      'which cable is it',
      'you are all useless liars',
    ]
    const scores = texts.map((text) => mood(text).sentiment.score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  it('names the feeling, most probable first, and `none` when there is none', () => {
    expect(mood('thanks a lot for your help').emotions[0]?.name).toBe('gratitude')
    expect(mood('which cable is it').emotions[0]?.name).toBe('none')
  })

  it('says nothing of a text without anything to read', () => {
    expect(mood(' , ')).toEqual(NEUTRAL_MOOD)
  })

  it.each(['', '😡', 'a'.repeat(4000), '!?'.repeat(2000), '\ufffd'])('stays within its ranges for %j', (text) => {
    const { sentiment, emotions, urgency } = mood(text)
    expect(SENTIMENTS).toContain(sentiment.label)
    expect(Math.abs(sentiment.score)).toBeLessThanOrEqual(1)
    for (const value of [sentiment.confidence, urgency, ...emotions.map(({ probability }) => probability)]) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }
  })
})

describe('weights of sentiment', () => {
  it('are refused with a way out when the file is not there', async () => {
    await expect(readMoodWeights('/nowhere/sentiment.bin')).rejects.toThrow('restore it with git')
  })
})

describe('features of mood', () => {
  it('are of unit length, within the buckets, and the same for the same text', () => {
    const text = "@Acme I'm NOT happy, still waiting for 2 weeks!!! 😡"
    const { sparse } = readMoodFeatures(text)
    expect(Math.hypot(...sparse.values)).toBeCloseTo(1)
    expect(sparse.indices.every((index) => index >= 0 && index < MOOD_BUCKETS)).toBe(true)
    expect(readMoodFeatures(text)).toEqual(readMoodFeatures(text))
  })

  it('do not know who was hailed, nor which number was written', () => {
    expect(readMoodFeatures('@Acme wait 2 days').sparse).toEqual(readMoodFeatures('@Other wait 9 days').sparse)
  })

  it.each([
    ['which link is given', 'see https://t.co/ab12', 'see www.shop.example/news?id=9'],
    ['that words stand in a hashtag', 'bus late #NeverAgain', 'bus late never again'],
    ['how long a word is drawn', 'sooooo slow', 'soo slow'],
  ])('do not know %s', (_, text, other) => {
    expect(readMoodFeatures(text).sparse).toEqual(readMoodFeatures(other).sparse)
  })

  it('do not take a full stop without a space for a link', () => {
    expect(readMoodFeatures('it broke.no refund').sparse).toEqual(readMoodFeatures('it broke. no refund').sparse)
  })
})

describe('a small net', () => {
  const none = { indices: new Int32Array(0), values: new Float32Array(0) }
  const rows = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ].map((pair) => ({ dense: Float32Array.from(pair), sparse: none }))
  const recipe = { hiddenSize: 16, outputCount: 1, buckets: 0, epochs: 400, batch: 4, rate: 0.02, hashedRate: 0 }
  const learn = () =>
    trainNet(rows, {
      ...recipe,
      decay: 0,
      dropout: 0,
      seed: 1,
      toErrors(outputs, index) {
        const isRight = index === 1 || index === 2
        outputs[0] = 1 / (1 + Math.exp(-(outputs[0] ?? 0))) - (isRight ? 1 : 0)
      },
    })

  it('learns what no straight line can part, and the same each time', () => {
    const net = learn()
    const run = openNet(net)
    expect(rows.map((row) => (run(row)[0] ?? 0) > 0)).toEqual([false, true, true, false])
    expect(learn()).toEqual(net)
  })
})

describe('mood in two steps', () => {
  it('is that in one, whatever was read between', async () => {
    const { model } = await readMoodWeights(join(projectRoot, 'training', 'weights', 'sentiment.bin'))
    const [read, begin] = [makeReadMood(model), makeBeginMood(model)]
    const vector = new Float32Array(384).fill(384 ** -0.5)
    const [angry, glad] = [
      readMoodFeatures('still nothing, this is a disgrace!'),
      readMoodFeatures('thank you so much'),
    ]
    const [first, second] = [begin(angry), begin(glad)]
    expect(second(vector)).toEqual(read(glad, vector))
    expect(first(vector)).toEqual(read(angry, vector))
    expect(first(null)).toEqual(read(angry, null))
  })
})

describe('emotions as sides', () => {
  it.each([
    [['joy'], 'positive'],
    [['anger', 'neutral'], 'negative'],
    [['curiosity'], 'neutral'],
    [['love', 'sadness'], null],
  ])('%j is %s', (emotions, side) => {
    expect(sideOfEmotions(emotions)).toBe(side)
  })
})
