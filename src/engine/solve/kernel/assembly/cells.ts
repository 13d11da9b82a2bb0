/** What the types of ../cells.ts are in WebAssembly: the memory itself, from an address on. Known everywhere. */

// @ts-expect-error: decorator
@global
@unmanaged
class Cells {
  @operator('[]') get(at: i32): i32 {
    return load<i32>(changetype<usize>(this) + ((at as usize) << 2))
  }
  @operator('[]=') set(at: i32, value: i32): void {
    store<i32>(changetype<usize>(this) + ((at as usize) << 2), value)
  }
}

// @ts-expect-error: decorator
@global
@unmanaged
class Reals {
  @operator('[]') get(at: i32): f64 {
    return load<f64>(changetype<usize>(this) + ((at as usize) << 3))
  }
  @operator('[]=') set(at: i32, value: f64): void {
    store<f64>(changetype<usize>(this) + ((at as usize) << 3), value)
  }
}
