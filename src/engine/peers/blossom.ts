import { Heap } from './heap.ts'
import { Nest } from './nest.ts'

/** Edges between vertices 0 to size - 1; edge e joins ends[2e] and ends[2e + 1] and weighs weight[e], a whole number. */
export interface Graph {
  size: number
  ends: Int32Array
  weight: Float64Array
}

/**
 * The proof that a matching is the heaviest, in halves so that it stays whole: for every edge,
 * y[u] + y[v] + the z of all blossoms that hold both >= 2 * weight; y, z >= 0; and
 * sum y + sum z * (members - 1) / 2 = 2 * the weight of the matching.
 */
export interface Duals {
  y: Float64Array
  blossoms: { members: number[]; z: number }[]
}

export interface Matching extends Duals {
  /** The partner of each vertex; -1 for one without. */
  mate: Int32Array
}

const FREE = 0
const OUTER = 1
const INNER = 2

/**
 * The heaviest matching of a general graph, by shortest augmenting paths with blossoms (Edmonds 1965, in the primal-dual
 * form of Galil 1986 and of van Rantwijk). Differs from theirs in growing one tree at a time from any feasible duals,
 * with every coming event in one heap: O(n m log n), and a nearly right start leaves little to do.
 *
 * `start` are vertex duals in halves, whole, not negative, feasible without blossoms; without them each vertex starts
 * at its heaviest edge. Weights must be whole and at most 2^50, not negative.
 */
export function heaviestMatching(graph: Graph, start?: Float64Array): Matching {
  return new Search(graph, start).solve()
}

/** One run. Duals are halves, so a tight edge has y[u] + y[v] = 2 * weight. */
class Search {
  private readonly graph: Graph
  /** The half-edges that leave vertex v: from[first[v]] to from[first[v + 1] - 1]. Half h leads to ends[h ^ 1]. */
  private readonly first: Int32Array
  private readonly from: Int32Array
  private readonly nest: Nest
  /**
   * While a tree grows by `now`, outer vertices fall with it and inner ones rise. What is stored is what the dual
   * would be at `now` = 0; `dual` is the present one.
   */
  private readonly y: Float64Array
  private readonly label: Uint8Array
  /** By which edge an inner blossom was reached: a vertex outside and one inside. */
  private readonly reachedFrom: Int32Array
  private readonly reachedAt: Int32Array
  private readonly events = new Heap()
  /** The earliest event known of each free vertex. */
  private readonly soonest: Float64Array
  private readonly mark: Int32Array
  private markNow = 0
  private fresh: number[] = []
  private now = 0
  /** When the first outer vertex reaches a dual of 0, and which. */
  private zeroAt = Number.POSITIVE_INFINITY
  private zeroVertex = -1

  constructor(graph: Graph, start?: Float64Array) {
    const { size, ends, weight } = graph
    this.graph = graph
    this.first = new Int32Array(size + 1)
    for (const end of ends) this.first[end + 1]!++
    for (let v = 0; v < size; v++) this.first[v + 1]! += this.first[v]!
    this.from = new Int32Array(ends.length)
    const next = this.first.slice()
    for (let h = 0; h < ends.length; h++) this.from[next[ends[h]!]!++] = h
    this.nest = new Nest(size)
    this.y = start ? start.slice() : new Float64Array(size)
    if (!start)
      for (let h = 0; h < ends.length; h++) {
        const v = ends[h]!
        this.y[v] = Math.max(this.y[v]!, weight[h >> 1]!)
      }
    this.label = new Uint8Array(2 * size)
    this.reachedFrom = new Int32Array(2 * size)
    this.reachedAt = new Int32Array(2 * size)
    this.soonest = new Float64Array(size)
    this.mark = new Int32Array(2 * size)
  }

  solve(): Matching {
    const { nest, y } = this
    this.lowerDuals()
    this.matchTight()
    for (let v = 0; v < y.length; v++) {
      // A vertex without a partner is right only at a dual of 0.
      if (nest.mate[v]! < 0 && y[v]! > 0) this.growTree(v)
    }
    return { mate: nest.mate, y, blossoms: nest.blossoms() }
  }

  /** Lowers each dual as far as the others let it, so that nobody begins by paying for what only others could get. */
  private lowerDuals(): void {
    const { ends, weight } = this.graph
    for (let v = 0; v < this.y.length; v++) {
      let least = 0
      for (let i = this.first[v]!; i < this.first[v + 1]!; i++) {
        const h = this.from[i]!
        least = Math.max(least, 2 * weight[h >> 1]! - this.y[ends[h ^ 1]!]!)
      }
      this.y[v] = least
    }
  }

  /** Takes what can be had without a search. */
  private matchTight(): void {
    const { ends } = this.graph
    const { mate } = this.nest
    for (let v = 0; v < mate.length; v++) {
      if (mate[v]! >= 0) continue
      for (let i = this.first[v]!; i < this.first[v + 1]!; i++) {
        const h = this.from[i]!
        const w = ends[h ^ 1]!
        if (mate[w]! >= 0 || this.slack(h) !== 0) continue
        mate[v] = w
        mate[w] = v
        break
      }
    }
  }

  /** Finds the root a partner, or lets somebody whose dual is 0 go without in its place. */
  private growTree(root: number): void {
    this.now = 0
    this.events.clear()
    this.soonest.fill(Number.POSITIVE_INFINITY)
    this.zeroAt = Number.POSITIVE_INFINITY
    this.toOuter(this.nest.top[root]!)
    while (!this.step());
    this.settle()
  }

  /** Whether the tree has done its work. */
  private step(): boolean {
    while (this.fresh.length) this.scan(this.fresh.pop()!)
    const { events, nest } = this
    if (events.least > this.zeroAt) {
      this.now = this.zeroAt
      this.flip(this.zeroVertex, -1)
      return true
    }
    this.now = events.least
    const event = events.pop()
    if (event < 0) {
      this.open(~event)
      return false
    }
    const u = this.graph.ends[event]!
    const v = this.graph.ends[event ^ 1]!
    const blossom = nest.top[v]!
    if (nest.top[u] === blossom || this.label[blossom] === INNER || this.slack(event) !== 0) return false
    if (this.label[blossom] === OUTER) {
      this.close(u, v)
      return false
    }
    const base = nest.base[blossom]!
    if (nest.mate[base]! < 0) {
      nest.rebase(blossom, v)
      this.flip(u, v)
      return true
    }
    this.toInner(blossom, u, v)
    this.toOuter(nest.top[nest.mate[base]!]!)
    return false
  }

  /** Notes when the edges of a vertex that has become outer will be tight. */
  private scan(u: number): void {
    const { nest, label, now } = this
    for (let i = this.first[u]!; i < this.first[u + 1]!; i++) {
      const h = this.from[i]!
      const v = this.graph.ends[h ^ 1]!
      const other = nest.top[v]!
      if (other === nest.top[u] || label[other] === INNER) continue
      // Between two of one tree the slack is even: tight edges tie all duals of a tree to one parity.
      if (label[other] === OUTER) this.events.push(now + this.slack(h) / 2, h)
      else this.await(h, v)
    }
  }

  private await(h: number, free: number): void {
    const at = this.now + this.slack(h)
    if (at >= this.soonest[free]!) return
    this.soonest[free] = at
    this.events.push(at, h)
  }

  private slack(h: number): number {
    const { ends, weight } = this.graph
    return this.dual(ends[h]!) + this.dual(ends[h ^ 1]!) - 2 * weight[h >> 1]!
  }

  private dual(v: number): number {
    const label = this.label[this.nest.top[v]!]
    return this.y[v]! + (label === OUTER ? -this.now : label === INNER ? this.now : 0)
  }

  private toOuter(blossom: number): void {
    const { nest, now } = this
    this.label[blossom] = OUTER
    nest.z[blossom]! -= 2 * now
    for (const v of nest.membersOf(blossom)) this.fall(v, this.y[v]!)
  }

  /** Lets a vertex fall from now on. */
  private fall(v: number, from: number): void {
    const stored = from + this.now
    this.y[v] = stored
    if (stored < this.zeroAt) {
      this.zeroAt = stored
      this.zeroVertex = v
    }
    this.fresh.push(v)
  }

  private toInner(blossom: number, from: number, at: number): void {
    const { nest, now } = this
    this.label[blossom] = INNER
    this.reachedFrom[blossom] = from
    this.reachedAt[blossom] = at
    for (const v of nest.membersOf(blossom)) this.y[v]! -= now
    if (nest.isVertex(blossom)) return
    this.events.push(now + nest.z[blossom]! / 2, ~blossom)
    nest.z[blossom]! += 2 * now
  }

  /** The outer blossom two steps nearer to the root; -1 at the root. */
  private above(outer: number): number {
    const mate = this.nest.mate[this.nest.base[outer]!]!
    return mate < 0 ? -1 : this.nest.top[this.reachedFrom[this.nest.top[mate]!]!]!
  }

  /** The lowest blossom above both; in one tree there always is one. */
  private meeting(a: number, b: number): number {
    this.markNow++
    let [one, two] = [a, b]
    for (;;) {
      if (one >= 0) {
        if (this.mark[one] === this.markNow) return one
        this.mark[one] = this.markNow
        one = this.above(one)
      }
      ;[one, two] = [two, one]
    }
  }

  /** Makes one blossom of the odd circle that the edge between two outer vertices closes. */
  private close(u: number, v: number): void {
    const { nest, now } = this
    const summit = this.meeting(nest.top[u]!, nest.top[v]!)
    const up = this.pathUp(nest.top[v]!, summit)
    const down = this.pathUp(nest.top[u]!, summit)
    // Round the circle: the summit, down to u's side, over the edge, and up on v's side.
    const kids = [summit, ...down.kids.reverse(), ...up.kids]
    const joints = [...down.joints.reverse(), u, v, ...up.joints]
    for (const kid of kids) {
      const outer = this.label[kid] === OUTER
      nest.z[kid]! += outer ? 2 * now : -2 * now
      if (!outer) for (const w of nest.membersOf(kid)) this.fall(w, this.y[w]! + now)
      this.label[kid] = FREE
    }
    const blossom = nest.close(kids, joints)
    this.label[blossom] = OUTER
    nest.z[blossom] = -2 * now
  }

  /** The blossoms from an outer one up to below the summit, and the vertices at which they are joined, in pairs. */
  private pathUp(from: number, summit: number): { kids: number[]; joints: number[] } {
    const { nest } = this
    const kids: number[] = []
    const joints: number[] = []
    for (let at = from; at !== summit; at = this.above(at)) {
      const base = nest.base[at]!
      const mate = nest.mate[base]!
      const inner = nest.top[mate]!
      kids.push(at, inner)
      joints.push(base, mate, this.reachedAt[inner]!, this.reachedFrom[inner]!)
    }
    return { kids, joints }
  }

  /** Opens an inner blossom whose dual has come to 0: a path through it stays in the tree, the rest is free again. */
  private open(blossom: number): void {
    const { nest, now } = this
    // Blossoms come and go, so what stands in an event may be of the past.
    if (nest.parent[blossom] !== -1 || this.label[blossom] !== INNER || nest.z[blossom] !== 2 * now) return
    const from = this.reachedFrom[blossom]!
    const at = this.reachedAt[blossom]!
    const path = nest.wayToBase(blossom, nest.kidWith(blossom, at))
    const members = nest.membersOf(blossom)
    const kids = nest.open(blossom)
    this.label[blossom] = FREE
    for (const v of members) this.y[v]! += now
    for (const kid of kids) this.label[kid] = FREE
    let [outside, inside] = [from, at]
    for (let i = 0; i < path.kids.length; i++) {
      const kid = path.kids[i]!
      if (i % 2) this.toOuter(kid)
      else this.toInner(kid, outside, inside)
      outside = path.joints[2 * i]!
      inside = path.joints[2 * i + 1]!
    }
    for (const v of members) {
      if (this.label[nest.top[v]!] !== FREE) continue
      this.soonest[v] = Number.POSITIVE_INFINITY
      for (let i = this.first[v]!; i < this.first[v + 1]!; i++) {
        const h = this.from[i]! ^ 1
        if (this.label[nest.top[this.graph.ends[h]!]!] === OUTER) this.await(h, v)
      }
    }
  }

  /** Gives `partner` (or nobody) to an outer vertex and passes the change on, up to the root. */
  private flip(vertex: number, partner: number): void {
    const { nest } = this
    let [v, w] = [vertex, partner]
    for (;;) {
      const outer = nest.top[v]!
      const left = nest.mate[nest.base[outer]!]!
      nest.rebase(outer, v)
      nest.mate[v] = w
      if (w >= 0) nest.mate[w] = v
      if (left < 0) return
      const inner = nest.top[left]!
      w = this.reachedAt[inner]!
      v = this.reachedFrom[inner]!
      nest.rebase(inner, w)
    }
  }

  /** Fixes the duals as they stand and forgets the tree. */
  private settle(): void {
    const { nest, now } = this
    this.fresh.length = 0
    const tops = new Set<number>()
    for (let v = 0; v < this.y.length; v++) {
      this.y[v] = this.dual(v)
      tops.add(nest.top[v]!)
    }
    for (const top of tops) {
      if (this.label[top] === OUTER) nest.z[top]! += 2 * now
      else if (this.label[top] === INNER) nest.z[top]! -= 2 * now
      this.label[top] = FREE
    }
    for (const top of tops) this.openEmpty(top)
  }

  private openEmpty(top: number): void {
    if (this.nest.isVertex(top) || this.nest.z[top] !== 0) return
    for (const kid of this.nest.open(top)) this.openEmpty(kid)
  }
}
