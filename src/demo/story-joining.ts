import type { Scene } from './steps.ts'

/** Somebody says what they would like to be, and is asked what concerns it. */
export async function choosesRole(s: Scene, who: string, role: string) {
  s.see(await s.command(who, '/mentor join'), '45 minutes every two weeks')
  s.see(
    await s.submit(who, { 'I would like to be': role }),
    role === 'A mentor' ? 'I can help with' : 'My goal',
  )
}

/** Somebody joins with the short form: a mentee is shown suggestions at once, a mentor what happens now. */
export async function joins(s: Scene, who: string, role: string, values: Record<string, unknown>) {
  await choosesRole(s, who, role)
  s.see(await s.submit(who, values), role === 'A mentor' ? 'You are listed with' : 'You are in')
}

/** A mentor says that one mentee is enough. */
export async function hasOnePlace(s: Scene, who: string) {
  await s.command(who, '/mentor profile')
  await s.press(who, 'modal', 'My time')
  s.see(await s.submit(who, { capacity: '1' }), 'Saved')
}
