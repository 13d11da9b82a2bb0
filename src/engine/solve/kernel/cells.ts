/**
 * The words that the loops of the kernel are written in. They are compiled twice: by TypeScript to JavaScript, where these
 * are the types, and by AssemblyScript to WebAssembly, where `assembly/cells.ts` has what stands for them. So they keep to
 * what both languages know, and to arrays that stand in one memory.
 */

/** The memory as whole numbers of 32 bits. */
export type Cells = Int32Array
/** The same memory as numbers of 64 bits. */
export type Reals = Float64Array
export type i32 = number
export type f64 = number
