/** Pictures of blocks and files. */

/** Where a picture lies: at an address, or among the files of the workspace, named by id or by address. */
export function placeOf(image: { image_url?: unknown; slack_file?: unknown }): string | undefined {
  if (typeof image.image_url === 'string') return image.image_url
  const { id, url } = (image.slack_file ?? {}) as { id?: string; url?: string }
  const known = id ?? /\/(F[A-Z0-9]+)\//.exec(url ?? '')?.[1]
  return known && `/files/${known}/picture`
}

/** A picture. One from elsewhere is not fetched: the page makes no request to anybody. */
export function Picture({ url, alt, small }: { url?: string; alt?: string; small?: boolean }) {
  const own = url?.startsWith('/') || url?.startsWith('data:') || url?.startsWith(`${location.origin}/`)
  if (url && own) return <img className={small ? 'small-picture' : 'picture'} src={url} alt={alt ?? ''} />
  return (
    <span className={small ? 'small-picture missing' : 'picture missing'} role="img" aria-label={alt}>
      {small ? '' : alt}
    </span>
  )
}
