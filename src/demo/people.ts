/** More fictional people than the twelve, for a larger company. */
import { PEOPLE, type PersonSeed } from '../sandbox/index.ts'

const FIRST = [
  'Alba',
  'Bram',
  'Cleo',
  'Davi',
  'Esme',
  'Farid',
  'Gita',
  'Hugo',
  'Ines',
  'Jaya',
  'Kofi',
  'Lena',
]
const MORE = ['Mira', 'Noor', 'Otis', 'Pia', 'Quin', 'Remi', 'Sana', 'Tomas', 'Uma', 'Viggo', 'Wren', 'Yara']
const LAST = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel', 'Ironwood', 'Juniper']
const AND = ['Katsura', 'Larch', 'Maple', 'Nutmeg', 'Oak', 'Pine', 'Quince', 'Rowan', 'Spruce', 'Tamarind']
const TITLES = ['Associate PM', 'PM', 'Senior PM', 'Principal PM', 'Product designer', 'Analyst']
const ZONES = ['Europe/Lisbon', 'America/New_York', 'Asia/Tokyo', 'Africa/Lagos', 'America/Los_Angeles']

const isRegular = (seed: PersonSeed) =>
  !seed.isBot && !seed.isGuest && !seed.deleted && seed.id !== 'USLACKBOT'

const of = <T>(list: readonly T[], index: number) => list[index % list.length] as T

/** Seeds for a workspace of so many regular people; guests and bots come besides. */
export function peopleFor(count: number): PersonSeed[] {
  const regular = PEOPLE.filter(isRegular).slice(0, count)
  const others = PEOPLE.filter((seed) => !isRegular(seed))
  const first = [...FIRST, ...MORE]
  const last = [...LAST, ...AND]
  const more = Array.from({ length: Math.max(0, count - regular.length) }, (_, index): PersonSeed => {
    const one = of(first, index)
    // Each first name meets each last name once before any two people are called the same.
    const two = of(last, Math.floor(index / first.length) + (index % first.length))
    const round = Math.floor(index / (first.length * last.length))
    const tail = round === 0 ? '' : String(round + 1)
    return {
      id: `U1P${String(index).padStart(7, '0')}`,
      name: `${one}.${two}${index}`.toLowerCase(),
      realName: `${one} ${two}${tail && ` ${tail}`}`,
      title: of(TITLES, index * 7),
      tz: of(ZONES, index),
    }
  })
  return [...regular, ...more, ...others]
}
