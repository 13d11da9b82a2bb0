/** Charts in words. */

/** A chart as the validator let it through. */
export interface Chart {
  type: 'pie' | 'bar' | 'line' | 'area'
  segments?: { label: string; value: number }[]
  series?: { name: string; data: { label: string; value: number }[] }[]
  axis_config?: { categories: string[]; x_label?: string; y_label?: string }
}

/** What a chart shows, in words: a line for each of its parts. */
export function chartLines({ segments, series }: Chart): string[] {
  const list = (data: { label: string; value: number }[]) =>
    data.map((each) => `${each.label} ${each.value}`).join(', ')
  return [
    ...(segments ? [list(segments)] : []),
    ...(series ?? []).map(({ name, data }) => `${name}: ${list(data)}`),
  ]
}
