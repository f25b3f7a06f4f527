// The test function of all browser tests: a server, players with a browser of their own, and no word of complaint
// from any page. Start here: `import { test, expect } from './fixture.ts'`.

import {
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test'
import { peace } from './catalog.ts'
import { type Server, startServer } from './server.ts'

export { expect } from '@playwright/test'

export interface Person {
  /** Console errors that are no fault, such as those of a line that was cut. */
  forgive?: RegExp[]
  /** What differs from the desktop browser of all tests, such as a touch screen. */
  device?: BrowserContextOptions
  /** Draws as often as the browser can, for tests that look at just that. */
  smooth?: boolean
}

interface PerTest {
  /**
   * Opens a page in a browser context of its own, as another person would; closed after the test. Console errors and
   * uncaught ones fail the test, but for those that one of `forgive` matches.
   */
  newPlayer(url: string, person?: Person): Promise<Page>
  /** Starts a server for this test alone. */
  newServer: typeof startServer
}

interface PerWorker {
  /** The game as it is, with its bots. */
  server: Server
  /** The same at peace: a ship is still there however long a slow machine takes for what is done with it. */
  calm: Server
}

async function lend(start: Promise<Server>, use: (server: Server) => Promise<void>): Promise<void> {
  const server = await start
  await use(server)
  await server.stop()
}

export const test = base.extend<PerTest, PerWorker>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of this pattern
  server: [async ({}, use) => lend(startServer(), use), { scope: 'worker', timeout: 60_000 }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of this pattern
  calm: [async ({}, use) => lend(startServer([], peace), use), { scope: 'worker', timeout: 60_000 }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of this pattern
  newServer: async ({}, use) => {
    const servers: Server[] = []
    await use(async (...how) => {
      const server = await startServer(...how)
      servers.push(server)
      return server
    })
    for (const server of servers) await server.stop()
  },
  // Servers are asked for first, so that they end after the pages, which would complain of their absence.
  newPlayer: async ({ newServer: _, browser, viewport }, use, testInfo) => {
    const contexts: BrowserContext[] = []
    const complaints: string[] = []
    await use(async (url, { forgive = [], device = {}, smooth = false } = {}) => {
      const context = await (browser as Browser).newContext({ viewport, ...device })
      contexts.push(context)
      if (!smooth) await context.addInitScript(drawLess)
      listen(context, (words) => {
        if (!forgive.some((pattern) => pattern.test(words))) complaints.push(words)
      })
      const page = await context.newPage()
      await page.goto(url)
      return page
    })
    for (const context of contexts) await context.close()
    if (complaints.length > 0) throw new Error(`${testInfo.title}: the pages complained:\n${complaints.join('\n')}`)
  },
})

/**
 * Runs in the page before its own scripts: of the browser's 60 pictures a second every other one is drawn. The world
 * makes 30 ticks, so nothing is missed, and the processor that draws in place of a graphics card is what tests wait for.
 */
function drawLess(): void {
  const next = requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (draw) => next(() => next(draw))
}

function listen(context: BrowserContext, complain: (words: string) => void): void {
  context.on('console', (message) => {
    if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => complain(`uncaught: ${String(error.error().stack ?? error.error())}`))
  context.on('requestfailed', (request) => {
    // A page that is closed gives up what it was fetching; that is no fault.
    const reason = request.failure()?.errorText ?? ''
    if (reason !== 'net::ERR_ABORTED') complain(`request: ${request.url()} ${reason}`)
  })
}
