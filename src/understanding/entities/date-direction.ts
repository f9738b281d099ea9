// Words before "Friday" or "in March" that say on which side of today it lies. "would" and "delivered" say neither:
// "you said it would come on Tuesday", "can it be delivered on Tuesday".
const PAST = [
  "since|was|were|wasn't|weren't|did|didn't|had|hadn't|has|hasn't|have(?! to)|haven't|been|supposed|last",
  'ordered|bought|purchased|placed|arrived|came|received|got|said|promised|told|wrote|died|invoices?|receipts?|bills?',
  '(?:i|we|you|they)(?: just| already)? (?:(?!need)[a-z]{2,}ed|sent|paid|made|gave|took|left|went)',
].join('|')
const FUTURE = [
  "will|'ll|can|could|may i|have to|must|until|till|before|need|want|like|going|please|should|open|visit|expect",
  // Right before the date only: "paid by card on Monday".
  String.raw`by(?=\s(?:the |this |next )?$)|(?:is|are)(?=\s(?:in|on)\s$)`,
].join('|')
const CUE = new RegExp(String.raw`(?<![\p{L}])(?:(?<past>${PAST})|(?<future>${FUTURE}))(?![\p{L}])`, 'giu')
const CLAUSE = 80

/** Where the writer looks, by the last word that tells: −1 back, 1 ahead, 0 when nothing does. */
export function directionOf(before: string): -1 | 0 | 1 {
  const clause =
    before
      .slice(-CLAUSE)
      .split(/[.!?;\n]/)
      .at(-1) ?? ''
  const last = [...clause.replace(/’/g, "'").matchAll(CUE)].at(-1)?.groups
  if (!last) return 0
  return last.past === undefined ? 1 : -1
}
