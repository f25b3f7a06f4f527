// The page as an app: what it fetches and may do, that it can be installed, what is seen without a network, and the
// link that brings a friend to the same arena.

import type { CDPSession, Page, Response } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { play, waitForHook } from './hook.ts'
import { takeScreenshots } from './screenshot.ts'

const mostRequests = 5 // before the first picture: page, style, catalog, script, and what it shares with later ones
const mostBytes = 70 << 10 // what the build allows its files, and the catalog

interface Load {
  first: Response[] // asked for before the world was seen behind the menu
  rest: Response[] // fetched behind the first picture
}

/** Opens the page and returns all that it fetched until it has nothing more to fetch. */
async function open(page: Page, url: string): Promise<Load> {
  const answers: Response[] = []
  page.on('response', (answer) => answers.push(answer))
  await page.goto(url)
  await waitForHook(page, 'the world ticks behind the menu', (hook) => hook.tick > 0)
  await expect.poll(() => answers.some((one) => pathOf(one).startsWith('/app/desk-'))).toBe(true)
  const early = await page.evaluate(() => {
    const picture = performance.getEntriesByName('picture')[0]!.startTime
    const all = performance.getEntriesByType('resource')
    return all.filter(({ startTime }) => startTime < picture).map(({ name }) => new URL(name).pathname)
  })
  const loaded = answers.filter((one) => !pathOf(one).startsWith('/app/debug-')) // what tests alone ask for
  const isFirst = (one: Response): boolean => pathOf(one) === '/' || early.includes(pathOf(one))
  return { first: loaded.filter(isFirst), rest: loaded.filter((one) => !isFirst(one)) }
}

const pathOf = (answer: Response): string => new URL(answer.url()).pathname

async function bytesOf(answers: Response[]): Promise<number> {
  let bytes = 0
  for (const answer of answers) bytes += (await answer.request().sizes()).responseBodySize
  return bytes
}

test('few files, none of a stranger, hashed ones for good, all under the policy', async ({ server, newPlayer }) => {
  const page = await newPlayer('about:blank')
  const { first, rest } = await open(page, `${server.play}/?debug&q=low`)
  for (const [name, answers] of Object.entries({ first, rest }))
    console.log(`${name}: ${answers.length} requests, ${await bytesOf(answers)} bytes: ${answers.map(pathOf).join(' ')}`)
  expect(first.length).toBeLessThanOrEqual(mostRequests)
  expect(await bytesOf(first)).toBeLessThan(mostBytes)
  const answers = [...first, ...rest]
  expect(new Set(answers.map(pathOf)).size, 'nothing is fetched twice').toBe(answers.length)
  for (const answer of answers) {
    const headers = await answer.allHeaders()
    const { origin, pathname } = new URL(answer.url())
    expect(origin).toBe(server.play)
    expect(answer.status(), pathname).toBe(200)
    expect(headers['cache-control'], pathname).toBe(
      pathname.startsWith('/app/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    expect(headers['etag'], pathname).toMatch(/^"\w+(-gz)?"$/)
    expect(headers['content-security-policy'], pathname).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    )
    expect(headers['content-security-policy'], pathname).not.toContain('unsafe')
  }
})

test('the policy holds in the browser: no inline script, no inline style, no stranger', async ({
  server,
  newPlayer,
}) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`, { forgive: [/Content Security Policy/] })
  const broken = await page.evaluate(async () => {
    const broken: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.__inline = true'
    const style = document.createElement('style')
    style.textContent = 'body { opacity: 0.5 }'
    document.head.append(script, style)
    await fetch('https://stranger.example/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 0))
    return { broken, ran: '__inline' in window, opacity: getComputedStyle(document.body).opacity }
  })
  expect(broken).toMatchObject({ ran: false, opacity: '1' })
  expect(broken.broken.sort()).toEqual(['connect-src', 'script-src-elem', 'style-src-elem'])
})

test('what comes behind the first picture comes again when it was lost on the way', async ({ server, newPlayer }) => {
  const page = await newPlayer('about:blank', { forgive: [/ERR_FAILED/] })
  let lost = 0
  await page.route('**/app/later-*', (route) => (lost++ < 2 ? route.abort('failed') : route.continue()))
  await page.goto(`${server.play}/?debug&q=low`)
  await expect(page.locator('.options'), 'the second half is there').toHaveCount(1, { timeout: 30_000 })
  expect(lost).toBeGreaterThan(2)
  await page.locator('.menu').getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
})

test('what is pressed before its part of the page has come is done when it comes', async ({ server, newPlayer }) => {
  const page = await newPlayer('about:blank')
  let bring = (): void => undefined
  const pressed = new Promise<void>((done) => {
    bring = done
  })
  await page.route('**/app/later-*', async (route) => {
    await pressed
    await route.continue()
  })
  await page.goto(`${server.play}/?debug&q=low`)
  const menu = page.locator('.menu')
  await menu.getByRole('button', { name: 'Share' }).click()
  for (let press = 0; press < 2; press++) await menu.getByRole('button', { name: 'Settings' }).click()
  bring()
  await expect(page.getByRole('dialog', { name: 'Settings' }), 'two presses are one wish').toBeVisible()
  await expect(menu.locator('.share')).toHaveText('Link copied')
})

test('a page that cannot show the game hangs up', async ({ server, newPlayer }) => {
  const page = await newPlayer('about:blank', { forgive: [/WebGL/] })
  const lines: { isClosed(): boolean }[] = []
  page.on('websocket', (line) => void lines.push(line))
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null
  })
  await page.goto(`${server.play}/?q=low`)
  await expect(page.getByRole('alert')).toBeVisible()
  await expect.poll(() => lines.map((line) => line.isClosed()), { timeout: 5000 }).toEqual([true])
})

test('the browser offers to install it', async ({ server, newPlayer }) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`)
  const line: CDPSession = await page.context().newCDPSession(page)
  const { errors, data } = await line.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const manifest = JSON.parse(data ?? '') as { display: string; orientation: string; icons: { purpose: string }[] }
  expect(manifest).toMatchObject({ display: 'fullscreen', orientation: 'landscape' })
  expect(manifest.icons.map(({ purpose }) => purpose)).toEqual(['any', 'maskable'])
  const { installabilityErrors } = await line.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
})

test('without a network there is a page that says so, and it finds the way back by itself', async ({
  server,
  newPlayer,
}) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`, { forgive: [/ERR_INTERNET_DISCONNECTED/] })
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready
    if (active?.state === 'activated') return
    await new Promise<void>((done) => active?.addEventListener('statechange', () => done(), { once: true }))
  })
  const kept = await page.evaluate(async () => {
    const names = await caches.keys()
    const held = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return { names, paths: held.flat().map(({ url }) => new URL(url).pathname) }
  })
  expect(kept.names).toHaveLength(1)
  expect(kept.paths.sort(), 'never the client').toEqual(['/icon.svg', '/offline.css', '/offline.html', '/offline.js'])

  await page.context().setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading')).toHaveText('No way to the arena')
  await expect(page.getByRole('button')).toBeVisible()
  expect(await page.evaluate(() => getComputedStyle(document.body).display), 'the style is there').toBe('grid')
  await page.getByRole('button').click()
  await expect(page.getByRole('status')).toContainText('The next try is in')
  await takeScreenshots(page, 'offline')

  await page.context().setOffline(false)
  await expect(page.locator('#view')).toBeVisible({ timeout: 30_000 })
  await waitForHook(page, 'the game is back', (hook) => hook.tick > 0)
})

test('the shared link opens the same arena', async ({ newPlayer, newServer }) => {
  const server = await newServer() // in which nobody else is counted
  const device = { permissions: ['clipboard-read', 'clipboard-write'] }
  const page = await newPlayer(`${server.play}/?debug&q=low`, { device })
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }))
  const button = page.locator('.menu .share')
  await button.click()
  await expect(button).toHaveText('Link copied')
  await expect(page.locator('[aria-live="polite"]').filter({ hasText: 'Link copied' })).toHaveCount(1)
  await takeScreenshots(page, 'menu-shared')
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(`${server.play}/`)
  await play(page, 'Host')

  const friend = await newPlayer(`${link}?debug&q=low`)
  await play(friend, 'Friend')
  await expect.poll(() => crowd(server.play), { intervals: [100] }).toBe(2)
})

async function crowd(origin: string): Promise<number> {
  const answer = await fetch(`${origin}/api/state`)
  return ((await answer.json()) as { people: number }).people
}
