import { beforeEach, expect, it } from 'vitest'
import type { Db } from '../../src/db/open.ts'
import { createDirectory, type SlackPerson } from '../../src/directory/directory.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { watchStatements } from '../support/statements.ts'

const person = (id: string, more: Partial<SlackPerson> = {}): SlackPerson => ({
  person: id,
  name: id,
  handle: id.toLowerCase(),
  zone: 'Europe/Berlin',
  bot: false,
  guest: false,
  deactivated: false,
  admin: false,
  ...more,
})

onEveryDatabase(({ open }) => {
  const watch = watchStatements()
  let db: Db
  beforeEach(async () => {
    db = await open({ onStatement: watch.onStatement })
  })
  const directory = (workspace = 'T1') => createDirectory(db, workspace, () => 1)

  it('brings an account up to date and keeps what its person chose here', async () => {
    const here = directory()
    await db.commit(here.put([person('UANA')]))
    await db.commit(here.setDm('UANA', 'D1'), here.setCelebration('UANA', 'public'))
    await db.commit(here.put([person('UANA', { name: 'Ana Maria', deactivated: true })]))
    expect(await here.person('UANA')).toMatchObject({
      name: 'Ana Maria',
      deactivated: true,
      dm: 'D1',
      celebration: 'public',
    })
    expect(await here.byHandle('ANA')).toBeUndefined()
    expect(await here.byHandle('UAna')).toMatchObject({ person: 'UANA' })
  })

  it('knows the same id in two workspaces apart', async () => {
    await db.commit(
      directory('T1').put([person('UANA')]),
      directory('T2').put([person('UANA', { name: 'Other' })]),
    )
    await db.commit(directory('T1').setCelebration('UANA', 'never'))
    expect(await directory('T2').person('UANA')).toMatchObject({ name: 'Other', celebration: 'unset' })
    expect(await directory('T3').person('UANA')).toBeUndefined()
    expect(watch.unscoped).toEqual([])
  })

  it('finds more people at once than one statement takes', async () => {
    const ids = Array.from({ length: 70_000 }, (_, i) => `U${i}`)
    await db.commit(directory().put([person('U0'), person('U69999', { zone: 'Asia/Tokyo' })]))
    expect((await directory().people(ids)).size).toBe(2)
    const hours = await directory().hoursOfAll(ids.slice(-2500))
    expect(hours.size).toBe(2500)
    expect([hours.get('U69999')?.zone, hours.get('U69998')?.zone]).toEqual(['Asia/Tokyo', 'UTC'])
  })

  it('takes the hours of a channel from the workspace, and of one it does not know from UTC', async () => {
    const { workspaces } = db.tables
    const row = { workspace: 'T1', name: 'Acme', zone: 'America/New_York' }
    await db.commit({ query: db.q.insert(workspaces).values(row) })
    expect((await directory('T1').channelHours()).zone).toBe('America/New_York')
    expect((await directory('T2').channelHours()).zone).toBe('UTC')
  })
})
