import { unavailable } from '../domain/errors.ts'
import type { IntentDefinition } from '../domain/intent.ts'
import type { Understanding } from '../domain/understanding.ts'
import { splitClauses } from './clauses/split.ts'
import { type EntitySource, prepareEntities } from './entities/prepare-entities.ts'
import { type LiveHeads, startHeads } from './live-heads.ts'
import type { TagLesson } from './live-tags.ts'
import type { Log } from './log.ts'
import { type Encoder, startEncoder } from './models/encoder.ts'
import { fingerprintOf } from './models/model-files.ts'
import { cutPieces, joinPieces } from './tags/whole-text.ts'
import { cleanText } from './text.ts'
import { type EncodedClause, hasWords, readClauses, readMessage, readSurface } from './understand.ts'
import { workerUrl } from './worker-url.ts'

export interface Understander {
  /**
   * Never throws for odd text. Rejects `unavailable` when the encoder does not answer in time or is overloaded.
   * `truncated`: the text was longer than the encoder reads (256 word pieces). `now`: when the text was written, for
   * "tomorrow"; by default this moment. `languageBefore`: of the conversation so far, null when not known.
   */
  understand(
    text: string,
    context?: { now?: Date; languageBefore?: string | null },
  ): Promise<{ understanding: Understanding; vector: Float32Array | null; truncated: boolean }>
  /** Loads what the first message would otherwise wait for; a start need not. */
  warmUp(): Promise<void>
  /** What a number of this kind looks like where the installation declares it; null for all others. */
  exampleOf(kind: string): string | null
  /** Unit-length vectors of 384 numbers in the order of `texts`; null while the fallback engine is in use. */
  embed(texts: readonly string[]): Promise<Float32Array[] | null>
  /**
   * Learns other examples from vectors kept in the cache, in a thread of its own, and reads with them once it resolves;
   * until then messages are read as before. Where the intents are those of the last training with at most 64 examples
   * more, it resolves with a quick model, whose probabilities are still calibrated as before (`status().exact` is false),
   * and the exact one follows by itself; it is that of a start with these intents. Waits until the last one's exact model
   * is there. Rejects `conflict` when another was asked for at the same time, and `unavailable` when the training fails:
   * the old examples then stay in use, or the quick model.
   */
  retrain(intents: readonly IntentDefinition[]): Promise<void>
  /** Resolves when no training of intents runs any more; never rejects. */
  whenTrained(): Promise<void>
  /**
   * Learns tags from the intents, the texts written for it and what people said of tags; in a thread of its own, or from
   * the cache when nothing has changed. Until the first time no message has tags of its own. Rejects `unavailable` when
   * the training fails: what was learned before then stays in use.
   */
  learnTags(lesson: TagLesson): Promise<void>
  /** `reason` says why the fallback is in use; `exact` is false while a quick model is, see `retrain`. */
  status(): {
    engine: 'transformer' | 'lexical'
    ready: boolean
    exact: boolean
    reason: string | null
    modelVersion: string
    /** Names the encoder's files by content: vectors of another one are not comparable. */
    encoder: string
  }
  close(): Promise<void>
}

export interface UnderstandingOptions {
  /** May still be loading: the encoder starts meanwhile. */
  intents: IntentDefinition[] | Promise<IntentDefinition[]>
  /** By default no patterns and products, UTC, and no country. */
  entities?: EntitySource
  /** Folder with `config.json`, `tokenizer.json` and `onnx/` of all-MiniLM-L6-v2. */
  modelDir: string
  /** Where trained models and vectors are kept; may be deleted at any time. */
  cacheDir: string
  workers: number
  threads: number
  log: Log
  /** Entry file of the encoder threads; by default the one that belongs to this build. */
  workerUrl?: URL
  /** Limit of the encoder for one message. */
  timeoutMs?: number
  /** Labelled messages; their words are English for the detection of languages. */
  sentimentFile?: string
  /** Trained weights for sentiment, emotions and urgency; by default those that ship with the project. */
  moodWeightsFile?: string
}

/**
 * Starts the encoder and trains the heads, or reads them from `cacheDir` when nothing has changed. Without a usable
 * encoder the lexical engine takes over, and `status()` says why; should the encoder be gone before that engine has been
 * trained, which follows the start, messages are about nothing known until it is. Rejects when the sentiment data is missing or bad, or
 * a file of the entities is.
 */
export async function startUnderstanding(options: UnderstandingOptions): Promise<Understander> {
  const { log } = options
  let reason: string | null = null
  const giveUp = (error: unknown) => {
    reason ??= reasonOf(error)
    return null
  }
  const starting = startEncoder({
    ...options,
    workerUrl: options.workerUrl ?? workerUrl('models/encoder-worker'),
    timeoutMs: options.timeoutMs ?? 2500,
  }).catch(giveUp)
  const [intents, entitiesOf] = await Promise.all([options.intents, prepareEntities(options.entities)]).catch(
    async (error: unknown) => {
      await (await starting)?.close()
      throw error
    },
  )
  const training = { ...options, intents }
  const { live, usable } = await startLearned()
  if (reason !== null) log('warn', 'understanding.fallback', { reason })

  /** What needs no vectors is loaded and read while the encoder starts. */
  async function startLearned(): Promise<{ live: LiveHeads; usable: Encoder | null }> {
    const fingerprint = await fingerprintOf(options.modelDir).catch(giveUp)
    if (fingerprint !== null) {
      const encodeAll: Encoder['encodeAll'] = async (texts) => {
        const encoder = await starting
        if (!encoder) throw unavailable('encoder-gone', 'The sentence encoder is not running.')
        return encoder.encodeAll(texts)
      }
      const live = await startHeads(training, { fingerprint, encodeAll }).catch(giveUp)
      const usable = await starting
      if (live && usable) return { live, usable }
      await Promise.all([live?.close(), usable?.close()])
    }
    // The encoder did not load, or could not read the training texts: the lexical engine needs no vectors.
    return { live: await startHeads(training, null), usable: null }
  }

  const reasonForFallback = () => (usable ? usable.failure() : (reason ?? 'The sentence encoder is not running.'))
  const engineNow = (): Understanding['engine'] => (reasonForFallback() === null ? 'transformer' : 'lexical')
  const modelVersion = () => {
    const { version } = live.current()
    return engineNow() === 'transformer' || !usable ? version : `${version}-lexical`
  }

  return {
    async understand(text, { now = new Date(), languageBefore = null } = {}) {
      const engine = engineNow()
      const clean = cleanText(text)
      const isEncoded = engine === 'transformer' && usable !== null && hasWords(clean)
      const { heads } = live.current()
      const version = modelVersion()
      // The encoder works in its own thread while this one reads the words; of its parts, while this one reads the whole.
      const encoding = isEncoded ? usable.encode(clean) : null
      const parts = isEncoded ? encodeParts(usable, clean) : NO_PARTS
      const [encoded, wholeFocus, entities, surface] = await Promise.all([
        encoding,
        parts.wholeFocus,
        entitiesOf.find(text, now),
        readSurface(heads, text, languageBefore),
      ])
      const message = { surface, encoding: encoded, wholeFocus, entities }
      const understanding = readMessage(message, engine, version)
      const clauses = surface.begun && parts.clauses ? readClauses(heads, await parts.clauses) : []
      return {
        understanding: { ...understanding, clauses },
        vector: encoded?.vector ?? null,
        truncated: encoded?.truncated ?? false,
      }
    },
    async warmUp() {
      await entitiesOf.find('call +44 20 7946 0958 tomorrow at 3pm about the 12.50 euro', new Date())
    },
    exampleOf: entitiesOf.exampleOf,
    async embed(texts) {
      if (!usable || engineNow() === 'lexical') return null
      return (await usable.encodeAll(texts.map(cleanText))).map(({ vector }) => vector)
    },
    status: () => ({
      engine: engineNow(),
      ready: true,
      exact: live.current().isExact,
      reason: reasonForFallback(),
      modelVersion: modelVersion(),
      encoder: usable?.fingerprint ?? 'lexical',
    }),
    retrain: (intents) => live.retrain(intents),
    whenTrained: () => live.whenTrained(),
    learnTags: (lesson) => live.learnTags(lesson),
    async close() {
      await live.close()
      await usable?.close()
    },
  }
}

interface EncodedParts {
  wholeFocus: Promise<Float32Array> | null
  clauses: Promise<EncodedClause[]> | null
}

const NO_PARTS: EncodedParts = { wholeFocus: null, clauses: null }

/** Clauses of a message of several, pieces of one that the encoder does not read at once; none when it is too busy. */
function encodeParts(encoder: Encoder, message: string): EncodedParts {
  const clauses = splitClauses(message)
  const cut = cutPieces(message)
  // A text that the encoder reads at once is its own only piece.
  const pieces = cut.length < 2 ? [] : cut
  if (clauses.length === 0 && pieces.length === 0) return NO_PARTS
  const parts = encoder.encodeTogether([...clauses.map(({ reading }) => reading), ...pieces])
  const ofClauses = Promise.all(parts.slice(0, clauses.length)).catch(() => [])
  const ofPieces = Promise.all(parts.slice(clauses.length)).catch(() => [])
  return {
    wholeFocus:
      pieces.length === 0
        ? null
        : ofPieces.then((encodings) => joinPieces(pieces, (piece) => encodings[pieces.indexOf(piece)]?.focus)),
    clauses: ofClauses.then((encodings) =>
      encodings.flatMap(({ focus }, i) => {
        const clause = clauses[i]
        return clause ? [{ clause, focus }] : []
      }),
    ),
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
