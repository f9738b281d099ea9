// Who may import whom. The architecture page of docs/ draws it; this file makes it true.
const STEPS =
  'conversation|understanding|dialogue|knowledge|flows|orders|mail|tickets|service-levels|routing|automation|people|customers|analytics|learning|privacy'
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })
/** A library has one home; what another place needs of it is handed over behind a type of ours. */
const home = (place, libraries) =>
  rule(
    `${libraries.split('|')[0].replace(/\W+/g, '-')}-lives-in-${place.replace(/\W+/g, '-')}`,
    { path: '^src/', pathNot: `^src/${place}` },
    { path: `node_modules/(${libraries})/` },
  )

module.exports = {
  forbidden: [
    rule(
      'no-circles',
      {},
      { circular: true, via: { pathNot: '^src/domain/' } },
      'The types of the domain may refer to each other; nothing of that is left when the code runs.',
    ),
    rule('nothing-missing', {}, { couldNotResolve: true }),
    rule('domain-imports-only-zod', { path: '^src/domain/' }, { pathNot: ['^src/domain/', 'node_modules/zod/'] }),
    rule(
      'protocol-imports-only-domain-and-zod',
      { path: '^src/protocol/' },
      { pathNot: ['^src/(protocol|domain)/', 'node_modules/zod/'] },
    ),
    rule(
      'decide-is-pure',
      { path: '^src/dialogue/' },
      { pathNot: '^src/(dialogue|domain)/' },
      'Evidence in, one decision out: no file, no clock, no library.',
    ),
    rule(
      'through-the-front-door',
      { path: '^src/([^/]+)/' },
      { path: '^src/[^/]+/', pathNot: ['^src/($1|domain|protocol)/', '^src/[^/]+/index\\.ts$'] },
      'Other folders are imported through their index.ts.',
    ),
    rule(
      'the-front-door-for-files-of-src-too',
      { path: '^src/[^/]+\\.ts$' },
      { path: '^src/[^/]+/', pathNot: ['^src/(domain|protocol)/', '^src/[^/]+/index\\.ts$'] },
    ),
    rule(
      'steps-import-only-the-domain',
      { path: `^src/(${STEPS})/`, pathNot: '^src/learning/' },
      { path: '^src/', pathNot: ['^src/($1|domain)/', '^src/(project-root|nudged-loop)\\.ts$'] },
      'What one step needs of another, or of the edge, is handed in by compose.',
    ),
    rule(
      'learning-imports-only-the-domain-and-understanding',
      { path: '^src/learning/' },
      { path: '^src/', pathNot: ['^src/(learning|understanding|domain)/', '^src/project-root\\.ts$'] },
    ),
    rule(
      'the-database-imports-only-the-domain',
      { path: '^src/database/' },
      { path: '^src/', pathNot: ['^src/(database|domain)/', '^src/(project-root|nudged-loop)\\.ts$'] },
    ),
    rule(
      'only-compose-opens-databases',
      { path: '^src/', pathNot: ['^src/(database|cli)/', '^src/(compose|storage)\\.ts$'] },
      { path: '^src/database/' },
      'Stores take the Tx or Queryable they are given.',
    ),
    rule(
      'only-main-and-cli-compose',
      { path: '^src/', pathNot: '^src/(main\\.ts$|cli/)' },
      { path: '^src/compose\\.ts$' },
    ),
    rule('nobody-imports-main', { path: '^(src|test|bench)/' }, { path: '^src/main\\.ts$' }),
    rule(
      'browser-apps-see-only-the-protocol',
      { path: '^(widget|console)/' },
      { path: '^(src|test|bench|scripts|widget|console)/', pathNot: ['^src/protocol/', '^$1/'] },
    ),
    rule(
      'src-knows-no-test-or-browser-code',
      { path: '^src/' },
      { path: '^(test|bench|widget|console|scripts|training)/' },
    ),
    rule('src-uses-no-tools', { path: '^src/' }, { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }),
    home('gateway/', 'express|multer|file-type|socket\\.io|helmet|rate-limiter-flexible|jose|@socket\\.io|prom-client'),
    home('gateway/bot-framework/sdk\\.ts', 'botbuilder'),
    home('flows/', 'botbuilder-dialogs'),
    home('mail/', 'nodemailer'),
    home('database/', 'pg|@electric-sql'),
    home('people/', '@node-rs/argon2'),
    home('knowledge/', 'turndown|csv-parse'),
    home('understanding/', 'eld'),
    home('understanding/entities/', 'chrono-node|libphonenumber-js'),
    home('understanding/models/', 'natural|@huggingface|onnxruntime-node'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
