/** A member as a story needs them, whatever path leads there. */
import type { Context } from '../../src/context.ts'
import { increasedBy } from '../../src/db/conditions.ts'
import { rows } from '../../src/db/rows.ts'
import type { Row } from '../../src/db/tables.ts'

/** Sets what a story does not tell of, such as holidays or that nobody is asked how it goes. */
export const setMember = (ctx: Context, person: string, set: Partial<Row<'members'>>) =>
  rows(ctx, 'members').change({ person }, { ...set, version: increasedBy(1) })
