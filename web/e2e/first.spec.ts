// How long a newcomer waits: from the navigation to the own ship in flight, with Play pressed as soon as the menu is
// there, cold, and on a slow machine at a slow line. The figures are printed; the bounds are wide, since here a loaded
// processor draws in place of a graphics card. What that takes is seen from visits that paint nothing: every command is
// issued and every program compiled, and no pixel filled. `make first` prints them alone, of several visits.

import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'

const visits = Number(process.env.VISITS ?? 1)

interface Visit {
  name: string
  slower: number // times
  mostMs: number
  blank?: boolean // nothing is painted
  line?: { latencyMs: number; bitsPerSecond: number }
}

const line = { latencyMs: 150, bitsPerSecond: 1.6e6 }
const kinds: Visit[] = [
  { name: 'cold', slower: 1, mostMs: 20_000 },
  { name: 'cold, nothing painted', slower: 1, mostMs: 10_000, blank: true },
  { name: 'slow', slower: 4, mostMs: 35_000, line },
  { name: 'slow, nothing painted', slower: 4, mostMs: 20_000, blank: true, line },
]

test.use({ trace: 'off' }) // the tracer's pictures would be timed too

/** All in ms since the navigation. */
interface Moments {
  words?: number // the menu can be read
  script?: number // has come
  catalog?: number // has come
  menu?: number
  flying?: number
  blocked: number // what tasks over 50 ms took beyond that
  longest: number // the longest task
}

/**
 * Runs in the page from its first moment: presses Play as soon as the menu is there and notes when that was and when
 * the ship flew. A press from outside would wait for pictures to be drawn.
 */
function pressPlay(): void {
  const page = window as unknown as { __orbrawl?: { phase: string }; __moments: Moments }
  const moments: Moments = (page.__moments = { blocked: 0, longest: 0 })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      moments.blocked += Math.round(duration - 50)
      moments.longest = Math.max(moments.longest, Math.round(duration))
    }
  }).observe({ type: 'longtask', buffered: true })
  const came = (part: string): number =>
    Math.round(
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).find(({ name }) => name.includes(part))
        ?.responseEnd ?? -1,
    )
  const look = setInterval(() => {
    const phase = page.__orbrawl?.phase
    if (phase === 'menu' && moments.menu === undefined) {
      moments.menu = Math.round(performance.now())
      document.querySelector('form')?.requestSubmit()
    }
    if (phase !== 'flying') return
    moments.words = Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1)
    moments.script = came('/app/main')
    moments.catalog = came('/api/catalog')
    moments.flying = Math.round(performance.now())
    clearInterval(look)
  }, 5)
}

function paintNothing(): void {
  const { prototype } = WebGL2RenderingContext
  for (const paint of ['drawElements', 'drawArrays', 'clear'] as const) prototype[paint] = () => undefined
}

async function slow(page: Page, { slower, line }: Visit): Promise<void> {
  const tools = await page.context().newCDPSession(page)
  await tools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  if (!line) return
  await tools.send('Network.enable')
  const throughput = line.bitsPerSecond / 8
  await tools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: line.latencyMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  })
}

for (const kind of kinds) {
  test(`the first playable moment comes soon: ${kind.name}`, async ({ server, newPlayer }) => {
    test.setTimeout(60_000 * visits)
    for (let visit = 0; visit < visits; visit++) {
      const page = await newPlayer('about:blank', { smooth: true })
      await page.addInitScript(pressPlay)
      if (kind.blank) await page.addInitScript(paintNothing)
      await slow(page, kind)
      await page.goto(`${server.play}/?debug&q=low`, { waitUntil: 'commit' })
      const handle = await page.waitForFunction(
        () => {
          const { __moments: moments } = window as unknown as { __moments?: Moments }
          return moments?.flying !== undefined && moments
        },
        undefined,
        { timeout: 50_000 },
      )
      const { flying, ...rest } = (await handle.jsonValue()) as Moments
      console.log(`first playable, ${kind.name}: ${flying} ms (${JSON.stringify(rest)})`)
      expect(flying).toBeLessThan(kind.mostMs)
      await page.close()
    }
  })
}
