/** What a menu offers: its own options, or the people and channels that the reader sees. */
import { useMemo } from 'react'
import type { Element } from '../types.ts'
import { nameOf, useReader } from './reading.tsx'
import { plain } from './text.tsx'

export interface Offered {
  value: string
  label: string
  description?: string
  group?: string
}

export function useOptions(element: Element): Offered[] {
  const reader = useReader()
  return useMemo(() => {
    const { type, filter } = element
    const people = (): Offered[] =>
      [...reader.people.values()]
        .filter((each) => each.playable || (!filter?.exclude_bot_users && !type.includes('users')))
        .map((each) => ({ value: each.id, label: nameOf(each), description: each.title }))
    const channels = (kinds: string[]): Offered[] =>
      reader.conversations
        .filter((each) => kinds.includes(each.kind))
        .map((each) => ({ value: each.id, label: each.kind === 'mpim' ? each.name : `#${each.name}` }))
    if (type.includes('users')) return people()
    if (type.includes('channels')) return channels(['public'])
    if (type.includes('conversations')) {
      const include = filter?.include ?? ['public', 'private', 'mpim', 'im']
      return [
        ...channels(include.filter((each) => each !== 'im')),
        ...(include.includes('im') ? people() : []),
      ]
    }
    const own = (option: NonNullable<Element['options']>[number], group?: string): Offered => ({
      value: option.value,
      label: plain(option.text),
      description: option.description && plain(option.description),
      group,
    })
    return (
      element.options?.map((each) => own(each)) ??
      element.option_groups?.flatMap((group) => group.options.map((each) => own(each, plain(group.label)))) ??
      []
    )
  }, [element, reader])
}
