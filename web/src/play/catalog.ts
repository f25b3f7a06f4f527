// Fetches the catalog, again and again until the server answers.

import type { Catalog } from '../world/catalog.ts'
import { readCatalog } from '../world/catalog.ts'

const leastWaitMs = 500
const mostWaitMs = 8000

/** The numbers of the game. Waits for a server that is away; throws when what comes is no catalog. */
export async function fetchCatalog(): Promise<Catalog> {
  for (let wait = leastWaitMs; ; wait = Math.min(mostWaitMs, wait * 2)) {
    const raw = await tryFetch()
    if (raw !== null) return readCatalog(raw)
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)))
  }
}

async function tryFetch(): Promise<unknown> {
  try {
    const answer = await fetch('/api/catalog') // as the page's preload hint asks for it, or it is fetched twice
    return answer.ok ? ((await answer.json()) as unknown) : null
  } catch {
    return null
  }
}
