/** A binary heap of whole numbers, the smallest key first. Equal keys come out in an order that the pushes fix. */
export class Heap {
  private keys: number[] = []
  private items: number[] = []

  get size(): number {
    return this.keys.length
  }

  /** The smallest key; infinity if there is none. */
  get least(): number {
    return this.keys[0] ?? Number.POSITIVE_INFINITY
  }

  clear(): void {
    this.keys.length = 0
    this.items.length = 0
  }

  push(key: number, item: number): void {
    const { keys, items } = this
    let at = keys.length
    keys.push(key)
    items.push(item)
    while (at > 0) {
      const up = (at - 1) >> 1
      if (keys[up]! <= key) break
      keys[at] = keys[up]!
      items[at] = items[up]!
      at = up
    }
    keys[at] = key
    items[at] = item
  }

  /** The item with the smallest key. Ask only while `size` is positive. */
  pop(): number {
    const { keys, items } = this
    const least = items[0]!
    const key = keys.pop()!
    const item = items.pop()!
    const size = keys.length
    if (!size) return least
    let at = 0
    for (;;) {
      let down = 2 * at + 1
      if (down >= size) break
      if (down + 1 < size && keys[down + 1]! < keys[down]!) down++
      if (keys[down]! >= key) break
      keys[at] = keys[down]!
      items[at] = items[down]!
      at = down
    }
    keys[at] = key
    items[at] = item
    return least
  }
}
