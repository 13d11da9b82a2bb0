import type { Scene } from './steps.ts'

/** Somebody joins with the short form, and is told that they are in. */
export async function joins(s: Scene, who: string, role: string, values: Record<string, unknown>) {
  s.see(await s.command(who, '/mentor join'), 'Three questions')
  s.see(await s.submit(who, { 'I would like to be': role, ...values }), 'You are in')
}

/** A mentor says that one mentee is enough. */
export async function hasOnePlace(s: Scene, who: string) {
  await s.command(who, '/mentor profile')
  await s.press(who, 'modal', 'My time')
  s.see(await s.submit(who, { capacity: '1' }), 'Saved')
}
