/**
 * What the first cells of the kernel's memory say: how much there is, where each array begins, and where the loop that was
 * left stands. Arrays of whole numbers begin at a cell, those of others at a real.
 */
export const ROWS = 0
export const COLS = 1

// By column.
export const PRICE = 2
export const CAPACITY = 3
export const TAKEN = 4
export const FIRST = 5
// By row. START and COUNT are of its list, whose entries are two cells: a column and its score.
export const START = 6
export const COUNT = 7
export const BOUND = 8
export const OUTSIDE = 9
export const WORTH = 10
export const MATCH = 11
export const MATCH_SCORE = 12
export const NEXT = 13
export const BEFORE = 14
export const BID = 15
export const QUEUE = 16
export const HEAPS = 17
// Columns that a look found and their scores, and room for a heap of the best.
export const HITS = 18
export const CHOSEN = 19
export const CHOSEN_VALUE = 20
/** Reals: how much prices have fallen so far, and the step of the auction. */
export const FALL = 21
export const STEP = 22

/** The highest score in the lists. */
export const MOST = 23
/** Where a loop stands: which row is next, how many wait, what it may still take, how much of the heaps is given out. */
export const HEAD = 24
export const WAITING = 25
export const LEFT = 26
export const GIVEN = 27
/** The row whose list has just been made anew for the loop, or -1. */
export const LOOKED = 28

export const HEADER = 32

/** A list of between FEW and PLACES is good, and SOUGHT the aim. */
export const PLACES = 64
export const SOUGHT = 32
export const FEW = 8

/** What a loop answers that does not ask for a row's list. */
export const DONE = -1
export const OVER = -2
