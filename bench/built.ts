/** The built program beside which the benches are compiled: it finds its manifest, its page and its bot. */
export const built = <T>(path: string): Promise<T> => import(new URL(`../../${path}`, import.meta.url).href)
