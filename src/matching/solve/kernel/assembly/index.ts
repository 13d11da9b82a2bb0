/**
 * The two loops that look at every score of a row, four at a time, in AssemblyScript. Memory holds the row from 0 on, and what else
 * the caller puts behind it; `npm run kernel` builds ../bytes.ts from this file.
 */

/** Writes from `hits` on which of the first `count` numbers are more than `bar`, in order; answers how many. */
export function over(count: i32, bar: i32, hits: usize): i32 {
  const end = (count as usize) << 2
  const bars = i32x4.splat(bar)
  let at = hits
  let k: usize = 0
  for (; k + 16 <= end; k += 16) {
    if (!v128.any_true(i32x4.gt_s(v128.load(k), bars))) continue
    for (let one = k; one < k + 16; one += 4) {
      if (load<i32>(one) <= bar) continue
      store<i32>(at, (one >> 2) as i32)
      at += 4
    }
  }
  for (; k < end; k += 4) {
    if (load<i32>(k) <= bar) continue
    store<i32>(at, (k >> 2) as i32)
    at += 4
  }
  return ((at - hits) >> 2) as i32
}

/** The most that any of the first `count` numbers is more than its price, which stand from `prices` on. */
export function most(count: i32, prices: usize): i32 {
  const end = (count as usize) << 2
  let best: i32 = i32.MIN_VALUE
  let bests = i32x4.splat(best)
  let k: usize = 0
  for (; k + 16 <= end; k += 16) bests = i32x4.max_s(bests, i32x4.sub(v128.load(k), v128.load(prices + k)))
  for (; k < end; k += 4) best = max(best, load<i32>(k) - load<i32>(prices + k))
  best = max(best, max(i32x4.extract_lane(bests, 0), i32x4.extract_lane(bests, 1)))
  return max(best, max(i32x4.extract_lane(bests, 2), i32x4.extract_lane(bests, 3)))
}
