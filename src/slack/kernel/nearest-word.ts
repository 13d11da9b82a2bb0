import { closest, distance } from 'fastest-levenshtein'

const letters = (word: string) => [...word].sort().join('')

/** The known word that `typed` was probably meant to be, or undefined if none is near. Swapped letters are near. */
export function nearestWord(typed: string, known: string[]): string | undefined {
  if (!typed || known.length === 0) return undefined
  const swapped = known.find((word) => letters(word) === letters(typed))
  if (swapped) return swapped
  const best = closest(typed, known)
  return distance(typed, best) <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined
}
