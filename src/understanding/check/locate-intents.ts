import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** Where something stands in `intents/`. */
export interface Place {
  file: string
  /** From 1. */
  line: number
}

export interface LocatedIntent extends Place {
  /** Taken from the file's name, which must be the intent's. */
  name: string
  examples: (Place & { text: string })[]
  /** The article that serves the intent, where one is named. */
  article: (Place & { id: string }) | null
}

/**
 * Intents with the line of each example. Lenient, so that one bad file doesn't hide what is to be said of the others:
 * what isn't there or has another shape is left out here, and reported by `loadIntents`.
 */
export async function locateIntents(folder: string): Promise<LocatedIntent[]> {
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file) && !file.startsWith('tags.')).sort()
  const read = await Promise.all(
    files.map(async (file) => locate(join(folder, file), await readFile(join(folder, file), 'utf8'))),
  )
  return read.filter((intent) => intent !== null)
}

function locate(file: string, content: string): LocatedIntent | null {
  const lines = new LineCounter()
  const { contents } = parseDocument(content, { lineCounter: lines })
  if (!isMap(contents)) return null
  const placeOf = (node: { range?: [number, number, number] | null | undefined }): Place => ({
    file,
    line: lines.linePos(node.range?.[0] ?? 0).line,
  })
  const name = contents.get('name')
  const examples = contents.get('examples')
  const serve = contents.get('serve')
  const article = isMap(serve) ? serve.get('article', true) : null
  if (typeof name !== 'string') return null
  return {
    name,
    ...placeOf(contents),
    examples: (isSeq(examples) ? examples.items : []).flatMap((item) =>
      isScalar(item) ? { text: String(item.value), ...placeOf(item) } : [],
    ),
    article: isScalar(article) ? { id: String(article.value), ...placeOf(article) } : null,
  }
}
