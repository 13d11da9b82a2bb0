export interface Problem {
  pointer: string
  message: string
}
export function validateBlocks(_blocks: unknown, _surface: 'message' | 'modal' | 'home'): Problem[] {
  return []
}
export function validateView(_view: unknown): Problem[] {
  return []
}
