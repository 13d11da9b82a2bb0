/** More than there are nodes in any search. */
export const NODES = 2 ** 22

/** Nodes by distance, the nearest first and of equals the lowest: a binary heap of `distance * NODES + node`, exact. */
export class Queue {
  size = 0
  private heap = new Float64Array(1024)

  clear(): void {
    this.size = 0
  }

  push(dist: number, node: number): void {
    const key = dist * NODES + node
    if (this.size === this.heap.length) {
      const bigger = new Float64Array(this.size * 2)
      bigger.set(this.heap)
      this.heap = bigger
    }
    const heap = this.heap
    let at = this.size++
    while (at > 0) {
      const up = (at - 1) >> 1
      if (heap[up]! <= key) break
      heap[at] = heap[up]!
      at = up
    }
    heap[at] = key
  }

  /** Takes the nearest; its key. */
  pop(): number {
    const heap = this.heap
    const least = heap[0]!
    const size = --this.size
    const last = heap[size]!
    let at = 0
    for (;;) {
      let down = at * 2 + 1
      if (down >= size) break
      if (down + 1 < size && heap[down + 1]! < heap[down]!) down++
      if (heap[down]! >= last) break
      heap[at] = heap[down]!
      at = down
    }
    heap[at] = last
    return least
  }
}
