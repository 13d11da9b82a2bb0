import type { Context } from '../../src/context.ts'
import { savePrivacy } from '../../src/features/people/privacy/service.ts'

/** Somebody fills in their do-not-pair list, and leaves the rest of the form as it is. */
export const setDoNotPair = (ctx: Context, person: string, doNotPair: string[]) =>
  savePrivacy(ctx, person, { doNotPair })
