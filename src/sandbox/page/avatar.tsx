/** A person's initials on a colour of their own; the app's stones. */
import type { PagePerson } from '../serve/wire.ts'

const HUES = 8

export function Avatar({
  person,
  app,
  size = 'large',
}: {
  person?: PagePerson
  app?: boolean
  size?: 'large' | 'small'
}) {
  if (app) return <img className={`avatar ${size}`} src="/icon.svg" alt="" />
  const initials = (person?.realName ?? '?')
    .split(' ')
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
  let sum = 0
  for (const char of person?.id ?? '') sum = (sum * 31 + char.charCodeAt(0)) % 997
  return (
    <span className={`avatar ${size} hue${sum % HUES}`} aria-hidden="true">
      {initials}
    </span>
  )
}
