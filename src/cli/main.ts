import { readConfig } from '../config/index.ts'
import { UsageError } from './usage-error.ts'

const HELP = `Usage: npm run -s earshot -- <command>

  ask TEXT          what the assistant would do with a customer's first message, and why [--json]
  converse FILE…    plays conversation scripts and says what differs [--json]
  people add        a login for somebody: --email E --name N --role agent|lead|admin
                    [--skills orders:3,billing] [--languages en,nl] [--capacity 4]
  people set        --email E and what changes: [--name N] [--role R] [--skills S] [--languages L] [--capacity C]
                    [--password], which makes up a new one
  people remove     --email E: ends their logins; conversations go back to the queue, their name stays in the history
  people list       who works here
  check             what is wrong or weak in intents/, with file and line [--quick] [--json]
  eval intent       trains on one file, measures on another: --train F --test F [--oos-train F] [--oos F]
                    [--val F] [--oos-val F] [--plot FILE.svg] [--json]
  eval intents      cross-validates intents/ [--plot FILE.svg] [--json]
  eval sentiment    --test F [--json]
  eval frustration  --dialogues F [--json]
  eval satisfaction --dialogues F [--folds 10] [--json]
  eval tags         --train F --test F [--json]: rows {"text", "tags": [..]}
  eval faq          --articles F --queries F [--json]
  eval answers      --questions F [--unanswerable F] [--json]
  simulate-routing  replays workloads with our way of choosing agents and with others': [--loads F] [--seed N]
                    [--runs N] [--frontier FILE.svg] [--json]
  eval resolution   how well the time to resolve is predicted on the installation's own tickets [--json]
  import articles   PATH: a folder of Markdown, saved web pages or CSV of questions and answers, or one such file [--publish]
  export articles   PATH: every article as Markdown with front matter
  generate-history  days of traffic for the demo company, through the real pipeline: --days N [--seed N]
                    | --busy-hour N [--people N] [--seed N] | --remove
  docs              writes docs/configuration.md from the settings
  help              this text
`

/** The product's command line. Standard output carries the result and nothing else. Each command loads only what it needs. */
async function run([command, ...rest]: string[]): Promise<string> {
  switch (command) {
    case 'ask':
      return (await import('./ask.ts')).ask(readConfig(), rest)
    case 'converse':
      return (await import('./converse.ts')).converse(readConfig(), rest)
    case 'people':
      return (await import('./people.ts')).managePeople(readConfig(), rest)
    case 'check':
      return (await import('./check.ts')).check(readConfig(), rest)
    case 'import':
      if (rest[0] !== 'articles') throw new UsageError('The only thing to import is "import articles PATH".')
      return (await import('./articles.ts')).importArticles(readConfig(), rest.slice(1))
    case 'export':
      if (rest[0] !== 'articles') throw new UsageError('The only thing to export is "export articles PATH".')
      return (await import('./articles.ts')).exportArticles(readConfig(), rest.slice(1))
    case 'eval':
      return (await import('./eval.ts')).evaluate(readConfig(), rest)
    case 'simulate-routing':
      return (await import('./simulate-routing.ts')).simulateRouting(readConfig(), rest)
    case 'generate-history':
      return (await import('./generate-history.ts')).generateHistory(readConfig(), rest)
    case 'docs':
      return (await import('./docs.ts')).writeConfigurationPage()
    case 'help':
    case '--help':
    case undefined:
      return HELP
    default:
      throw new UsageError(`There is no command "${command}".\n\n${HELP}`)
  }
}

run(process.argv.slice(2)).then(
  (result) => {
    process.stdout.write(result.endsWith('\n') ? result : `${result}\n`)
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = isWrongUse(error) ? 2 : 1
  },
)

/** Our own complaints, and those of Node's reader of parameters. */
function isWrongUse(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')
}
