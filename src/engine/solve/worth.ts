import { FORBIDDEN, type Scores } from './instance.ts'
import { NODES, Queue } from './queue.ts'
import type { Solution } from './solve.ts'

/**
 * The lowest prices that prove a solution, and with them the most that each row can have. Of all prices that prove it
 * (there are many) the lowest have a meaning of their own: what one more place in that column would add to the total, with
 * the bonus if one more row could be matched at all. For who would like to know which mentors are short.
 * Looks once at each row.
 */
export function lowestPrices(scores: Scores, capacity: ArrayLike<number>, { match, certificate }: Solution) {
  const { rows, cols } = scores
  const { floor = 0, bonus } = certificate
  const u = certificate.u.slice()
  const p = certificate.p.slice()
  const held: number[][] = Array.from({ length: cols }, () => [])
  for (let row = 0; row < rows; row++) if (match[row]! >= 0) held[match[row]!]!.push(row)
  // How far each price can fall: giving up a place costs its price, and whoever comes instead costs what their pair loses.
  const down = new Float64Array(cols).fill(Number.POSITIVE_INFINITY)
  const up = new Float64Array(rows).fill(-1)
  const queue = new Queue()
  const buffer = new Int32Array(cols)
  const reach = (row: number, dist: number) => {
    if (up[row]! >= 0) return
    up[row] = dist
    const base = dist + certificate.u[row]! - (bonus?.[row] ?? 0)
    const points = scores.row(row, buffer, FORBIDDEN)
    for (let col = 0; col < cols; col++) {
      const score = points[col]!
      if (score < floor || score < 0 || col === match[row]) continue
      const dist = base + certificate.p[col]! - score
      if (dist >= down[col]!) continue
      down[col] = dist
      if (held[col]!.length) queue.push(dist, col)
    }
  }
  for (let col = 0; col < cols; col++) {
    if (!held[col]!.length) continue
    down[col] = p[col]!
    queue.push(p[col]!, col)
  }
  for (let row = 0; row < rows; row++) if (match[row]! < 0) reach(row, 0)
  while (queue.size > 0) {
    const key = queue.pop()
    const dist = Math.floor(key / NODES)
    const col = key - dist * NODES
    if (down[col] === dist) for (const row of held[col]!) reach(row, dist)
  }
  for (let col = 0; col < cols; col++) if (capacity[col]! > 0) p[col]! -= Math.min(p[col]!, down[col]!)
  for (let row = 0; row < rows; row++) u[row]! += Math.max(0, up[row]!)
  return { u, p }
}
