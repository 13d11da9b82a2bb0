/**
 * Blossoms within blossoms, and the matching that they shape. Ids below `size` are vertices, those above are
 * blossoms, used again once opened. A blossom is an odd circle of kids; the first holds its base, the only member
 * not matched inside; kids 1 and 2, 3 and 4, ... are matched to one another at their bases.
 */
export class Nest {
  readonly mate: Int32Array
  /** The outermost blossom (or itself) of each vertex. */
  readonly top: Int32Array
  readonly base: Int32Array
  readonly parent: Int32Array
  /** The dual of each blossom. That of a vertex is scribbled on, and means nothing. */
  readonly z: Float64Array
  private readonly size: number
  private readonly members: number[][] = []
  private readonly kids: number[][] = []
  /** joints[2k], joints[2k + 1]: the vertices of kid k and of the next one at which they are joined. */
  private readonly joints: number[][] = []
  private readonly unused: number[] = []

  constructor(size: number) {
    this.size = size
    this.mate = new Int32Array(size).fill(-1)
    this.top = Int32Array.from({ length: size }, (_, v) => v)
    this.base = Int32Array.from({ length: 2 * size }, (_, v) => v)
    this.parent = new Int32Array(2 * size).fill(-1)
    this.z = new Float64Array(2 * size)
    for (let v = 0; v < size; v++) this.members.push([v])
    for (let b = 2 * size - 1; b >= size; b--) this.unused.push(b)
  }

  isVertex(id: number): boolean {
    return id < this.size
  }

  membersOf(id: number): readonly number[] {
    return this.members[id]!
  }

  /** Makes a blossom of outermost ones. Its dual is for the caller to set. */
  close(kids: number[], joints: number[]): number {
    const blossom = this.unused.pop()!
    this.kids[blossom] = kids
    this.joints[blossom] = joints
    this.members[blossom] = kids.flatMap((kid) => this.members[kid]!)
    this.base[blossom] = this.base[kids[0]!]!
    for (const kid of kids) this.parent[kid] = blossom
    for (const v of this.members[blossom]!) this.top[v] = blossom
    return blossom
  }

  /** Makes the kids of an outermost blossom outermost, and answers with them. */
  open(blossom: number): readonly number[] {
    const kids = this.kids[blossom]!
    for (const kid of kids) {
      this.parent[kid] = -1
      for (const v of this.members[kid]!) this.top[v] = kid
    }
    this.kids[blossom] = []
    this.unused.push(blossom)
    return kids
  }

  /** The place among a blossom's kids of the one that holds a vertex. */
  kidWith(blossom: number, v: number): number {
    let id = v
    while (this.parent[id] !== blossom) id = this.parent[id]!
    return this.kids[blossom]!.indexOf(id)
  }

  /**
   * The kids from the one at `place` to the base's, the way round that begins with a matched edge, so of an odd number;
   * with the joints passed, in pairs: in the nearer kid, in the further one.
   */
  wayToBase(blossom: number, place: number): { kids: number[]; joints: number[] } {
    const kids = this.kids[blossom]!
    const joints = this.joints[blossom]!
    const way = { kids: [kids[place]!], joints: [] as number[] }
    const forward = place % 2 === 1
    for (let at = place; at !== 0; ) {
      const next = forward ? (at + 1) % kids.length : at - 1
      const joint = forward ? at : next
      const [near, far] = [joints[2 * joint]!, joints[2 * joint + 1]!]
      way.joints.push(...(forward ? [near, far] : [far, near]))
      way.kids.push(kids[next]!)
      at = next
    }
    return way
  }

  /** Matches a blossom inside so that `v` alone is left, and is its base. Whom v gets is for the caller to say. */
  rebase(blossom: number, v: number): void {
    if (this.base[blossom] === v) return
    const place = this.kidWith(blossom, v)
    const { kids, joints } = this.wayToBase(blossom, place)
    this.rebase(kids[0]!, v)
    for (let i = 1; i < kids.length; i += 2) {
      const near = joints[2 * i]!
      const far = joints[2 * i + 1]!
      this.rebase(kids[i]!, near)
      this.rebase(kids[i + 1]!, far)
      this.mate[near] = far
      this.mate[far] = near
    }
    this.kids[blossom] = turned(this.kids[blossom]!, place)
    this.joints[blossom] = turned(this.joints[blossom]!, 2 * place)
    this.base[blossom] = v
  }

  /** All blossoms whose dual is not 0. */
  blossoms(): { members: number[]; z: number }[] {
    const found: { members: number[]; z: number }[] = []
    for (let b = this.size; b < 2 * this.size; b++) {
      if (!this.kids[b]?.length || this.z[b] === 0) continue
      found.push({ members: [...this.members[b]!].sort((a, b) => a - b), z: this.z[b]! })
    }
    return found
  }
}

const turned = (list: number[], by: number) => (by ? [...list.slice(by), ...list.slice(0, by)] : list)
