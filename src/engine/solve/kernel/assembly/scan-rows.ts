/** Scans every score of a row, as many at a time as fit 16 bytes. The same numbers as of ../plain-scan.ts. */

export function over16(from: usize, cols: i32, bar: i32, hits: usize): i32 {
  return over<i16>(from, cols, bar, hits)
}

export function over32(from: usize, cols: i32, bar: i32, hits: usize): i32 {
  return over<i32>(from, cols, bar, hits)
}

export function most16(from: usize, cols: i32, prices: usize): i32 {
  return most<i16>(from, cols, prices)
}

export function most32(from: usize, cols: i32, prices: usize): i32 {
  return most<i32>(from, cols, prices)
}

/** Writes the columns that score more than `bar`, with their scores, from `hits` on; answers how many. */
function over<T>(from: usize, cols: i32, bar: i32, hits: usize): i32 {
  const end = from + (cols as usize) * sizeof<T>()
  const bars = v128.splat<T>(bar as T)
  let at = hits
  let k = from
  for (; k + 16 <= end; k += 16) {
    let found = v128.bitmask<T>(v128.gt<T>(v128.load(k), bars))
    while (found) {
      const one = k + (ctz(found) as usize) * sizeof<T>()
      store<i32>(at, ((one - from) / sizeof<T>()) as i32)
      store<i32>(at, load<T>(one) as i32, 4)
      at += 8
      found &= found - 1
    }
  }
  for (; k < end; k += sizeof<T>()) {
    if (load<T>(k) <= (bar as T)) continue
    store<i32>(at, ((k - from) / sizeof<T>()) as i32)
    store<i32>(at, load<T>(k) as i32, 4)
    at += 8
  }
  return ((at - hits) >> 3) as i32
}

/** The most that any column scores beyond its price; prices stand from `prices` on. No difference is out of the range of T. */
function most<T>(from: usize, cols: i32, prices: usize): i32 {
  const bytes = (cols as usize) * sizeof<T>()
  let best: i32 = i32.MIN_VALUE
  let k: usize = 0
  if (bytes >= 16) {
    let bests = v128.sub<T>(v128.load(from), v128.load(prices))
    for (k = 16; k + 16 <= bytes; k += 16)
      bests = v128.max<T>(bests, v128.sub<T>(v128.load(from + k), v128.load(prices + k)))
    if (sizeof<T>() === 2) {
      for (let lane = 0; lane < 8; lane++) {
        const value = i16x8.extract_lane_s(bests, 0) as i32
        if (value > best) best = value
        bests = i8x16.shuffle(bests, bests, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1)
      }
    } else {
      for (let lane = 0; lane < 4; lane++) {
        const value = i32x4.extract_lane(bests, 0)
        if (value > best) best = value
        bests = i8x16.shuffle(bests, bests, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3)
      }
    }
  }
  for (; k < bytes; k += sizeof<T>()) {
    const value = (load<T>(from + k) as i32) - (load<T>(prices + k) as i32)
    if (value > best) best = value
  }
  return best
}
