import distance from 'natural/lib/natural/distance/levenshtein_distance.js'

/** Letters to add, drop, replace or swap with their neighbour to get from one word to the other. */
export const editDistance = (a: string, b: string): number =>
  distance.DamerauLevenshteinDistance(a, b, { restricted: true })
