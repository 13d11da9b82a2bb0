import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import type { Db } from '../../src/db/db.ts'
import { createDirectory, type SlackPerson } from '../../src/directory/directory.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { watchStatements } from '../support/statements.ts'

const person = (id: string, more: Partial<SlackPerson> = {}): SlackPerson => ({
  person: id,
  name: `Somebody ${id}`,
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
  const directory = (workspace = 'T1') => createDirectory({ db, workspace }, () => 1)

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

  it('calls those who share a name by name and handle, however each wrote it', async () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff '.repeat(2)
    await db.commit(
      directory().put([
        person('UA', { name: 'Álex Kim', handle: 'alex.kim' }),
        person('UB', { name: 'ÁLEX  Kim', handle: 'akim2', deactivated: true }),
        person('UC', { name: 'Alex Kim', handle: 'alex', admin: true }),
        person('UD', { name: `${long}`, handle: 'one' }),
        person('UE', { name: `${long}`, handle: 'two' }),
      ]),
      directory('T2').put([person('UC', { name: 'Alex Kim' }), person('UF', { name: 'Alex Kim' })]),
    )
    const names = await directory().names(['UA', 'UB', 'UC'])
    expect([...names.values()].sort()).toEqual(
      ['Alex Kim', 'Álex Kim (@alex.kim)', 'ÁLEX  Kim (@akim2)'].sort(),
    )
    expect(await directory().nameOf('UA', '')).toBe('Álex Kim (@alex.kim)')
    expect((await directory().byHandle('Akim2'))?.name).toBe('ÁLEX  Kim (@akim2)')
    expect((await directory().admins()).map(({ name }) => name)).toEqual(['Alex Kim'])
    const cut = (await directory().person('UE'))!.name
    expect(cut).toMatch(/^Wolfe.*… \(@two\)$/)
    expect(cut.length).toBeLessThan(75)
    // Once the other is called something else, the name is enough; and Slack's own name is what is kept.
    await db.commit(directory().put([person('UB', { name: 'Sascha', handle: 'akim2' })]))
    expect(await directory().nameOf('UA', '')).toBe('Álex Kim')
    expect((await directory().accounts(['UD'])).get('UD')?.name).toBe(long)
    expect(watch.unscoped).toEqual([])
  })

  it('knows nobody of whom there is but an id, and forgets them', async () => {
    const old = { ...person('UNDERPAID'), name: 'UNDERPAID', workspace: 'T1', seenAt: 1 }
    await db.commit(directory().put([person('UANA')]), { query: db.q.insert(db.tables.people).values(old) })
    const all = ['UNDERPAID', 'UANA']
    expect([...(await directory().people(all)).keys()]).toEqual(['UANA'])
    expect(await directory().byHandle('underpaid')).toBeUndefined()
    await db.commit(directory().forgetUntold())
    const { people } = db.tables
    const rows = await db.q.select().from(people).where(eq(people.workspace, 'T1'))
    expect(rows.map((row) => row.person)).toEqual(['UANA'])
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
