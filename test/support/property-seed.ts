import fc from 'fast-check'

/**
 * Properties draw the same cases in every run, so that a run that fails says something about the change under test.
 * To look for new cases: `PROPERTY_SEED=7 PROPERTY_RUNS=20 npm run test`, where runs multiply the usual hundred.
 */
fc.configureGlobal({
  seed: Number(process.env.PROPERTY_SEED ?? 20_261_122),
  numRuns: 100 * Number(process.env.PROPERTY_RUNS ?? 1),
})
