/**
 * Deferred acceptance (Gale and Shapley 1962), mentees proposing, for programmes in which mentors rank too: `wishes` are the
 * columns that each row would have, best first; `ranks` the rows that each column would have, best first; whoever is not
 * named is not acceptable. Answers the column of each row, or -1. It is stable: no two would leave theirs for each other;
 * and of all stable assignments it is the best one for every row. Indices out of range and repeats are passed over.
 */
export function deferredAcceptance(
  wishes: readonly (readonly number[])[],
  ranks: readonly (readonly number[])[],
  capacity: ArrayLike<number>,
): Int32Array {
  const places = ranks.map((list) => {
    const place = new Map<number, number>()
    for (const [at, row] of list.entries()) if (!place.has(row)) place.set(row, at)
    return place
  })
  const match = new Int32Array(wishes.length).fill(-1)
  const next = new Int32Array(wishes.length)
  const held: number[][] = ranks.map(() => [])
  const free = [...wishes.keys()].reverse()
  for (let row = free.pop(); row !== undefined; row = free.pop()) {
    const col = wishes[row]![next[row]!++]
    if (col === undefined) continue
    const own = held[col]
    const place = places[col]?.get(row)
    if (!own || place === undefined || match[row] === col) {
      free.push(row)
      continue
    }
    let at = own.length
    while (at > 0 && places[col]!.get(own[at - 1]!)! > place) at--
    own.splice(at, 0, row)
    match[row] = col
    if (own.length <= capacity[col]!) continue
    const out = own.pop()!
    match[out] = -1
    free.push(out)
  }
  return match
}

/**
 * Pairs that would both leave what they have for each other: the row likes the column better than its own (or has none), and
 * the column likes the row better than one of its rows, or has a place to spare. Empty if the assignment is stable.
 */
export function wouldLeave(
  wishes: readonly (readonly number[])[],
  ranks: readonly (readonly number[])[],
  capacity: ArrayLike<number>,
  match: ArrayLike<number>,
): [row: number, col: number][] {
  const held: number[][] = ranks.map(() => [])
  for (let row = 0; row < wishes.length; row++) if (match[row]! >= 0) held[match[row]!]!.push(row)
  const found: [number, number][] = []
  for (const [row, list] of wishes.entries()) {
    for (const col of list) {
      if (col === match[row]) break
      const place = ranks[col]?.indexOf(row) ?? -1
      if (place < 0) continue
      const rows = held[col]!
      if (
        rows.length < capacity[col]! ||
        rows.some((other) => capacity[col]! > 0 && ranks[col]!.indexOf(other) > place)
      )
        found.push([row, col])
    }
  }
  return found
}
