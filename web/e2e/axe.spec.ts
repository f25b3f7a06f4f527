// Every screen under axe-core's rules, on a desktop and on a phone on its side: nothing serious, nothing critical. And
// what axe cannot see: the way of the focus, the one live region, the ring, and the HUD at the smallest and the largest.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { quick } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { flies, play, readHook, waitForHook } from './hook.ts'
import { desk, phone, takeScreenshots } from './screenshot.ts'
import { type Server, startServer } from './server.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
test.use({ trace: 'off' }) // it takes pictures, which a software GPU draws slowly

const address = (play: string): string => `${play}/?debug&q=low`

interface Finding {
  id: string
  impact: string
  nodes: { target: string[]; failureSummary: string }[]
}

/** What axe finds on the screen as it is now. The page's policy forbids script tags, so axe comes by `evaluate`. */
async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Finding[] }> } }
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))
}

const sizes = [{ width: 960, height: 540 }, phone] // the smallest desktop has all that a large one has

/** Looks at the screen as it is now at both sizes. */
async function look(page: Page, screen: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    expect.soft(await findings(page), `${screen} at ${size.width}x${size.height}`).toEqual([])
  }
}

test.describe('every screen', () => {
  let server: Server

  test.beforeAll(async () => {
    server = await startServer(['--bots', '16'], quick)
  })
  test.afterAll(async () => {
    await server?.stop()
  })

  test('menu, settings, flight, level choice, death card and the line that drops', async ({ newPlayer }) => {
    test.setTimeout(150_000)
    const page = await newPlayer('about:blank', { forgive: [/WebSocket|ERR_/] })
    await page.addInitScript(listen)
    await page.goto(address(server.play))
    await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
    await look(page, 'menu')
    await page.keyboard.press('Escape')
    await expect(page.locator('.options')).toBeVisible()
    await look(page, 'settings')
    await page.keyboard.press('Escape')
    await play(page, 'Ada')
    await look(page, 'flight')
    await fireAround(page)
    await look(page, 'level choice')
    expect(await spoken(page), 'the choice is spoken').toMatch(/Choose an upgrade: .+, .+ or .+\./)

    await page.keyboard.down('KeyW')
    await expect(page.locator('.death'), 'the storm takes the ship').toBeVisible({ timeout: 40_000 })
    await page.keyboard.up('KeyW')
    await look(page, 'death card')
    await expect(page.locator('.death .main')).toBeFocused()
    expect(await spoken(page), 'the death is spoken').toMatch(/destroyed you|was lost/)

    await server.stop()
    await waitForHook(page, 'the line is down', (hook) => hook.phase === 'reconnecting')
    await look(page, 'reconnecting')
    await expect.poll(() => spoken(page), 'the loss is spoken').toContain('Reconnecting')
  })
})

/** Runs in the page from its first moment: keeps all that the live region said. */
function listen(): void {
  const page = window as unknown as { __spoken: string[] }
  page.__spoken = []
  const note = (changes: MutationRecord[]): void => {
    for (const { target } of changes) {
      if (target instanceof Element && target.matches('[aria-live]')) page.__spoken.push(target.textContent ?? '')
    }
  }
  new MutationObserver(note).observe(document, { subtree: true, childList: true })
}

function spoken(page: Page): Promise<string> {
  return page.evaluate(() => (window as unknown as { __spoken: string[] }).__spoken.join('\n'))
}

/** Fires at the nearest ship until a hit has brought a level. */
async function fireAround(page: Page): Promise<void> {
  const cards = page.locator('.cards')
  await page.keyboard.down('Space')
  await expect
    .poll(() => aimAtNearest(page).then(() => cards.isVisible()), { intervals: [20], timeout: 60_000 })
    .toBe(true)
  await page.keyboard.up('Space')
}

// The own ship is near the middle of the picture.
async function aimAtNearest(page: Page): Promise<void> {
  const hook = await readHook(page)
  const far = (ship: { x: number; y: number }): number => Math.hypot(ship.x - hook!.x, ship.y - hook!.y)
  const [next] = (hook?.ships ?? []).filter((ship) => !ship.own).sort((a, b) => far(a) - far(b))
  if (!hook || !next) return
  const { width, height } = page.viewportSize()!
  const x = width / 2 + (120 * (next.x - hook.x)) / (far(next) + 1)
  await page.mouse.move(x, height / 2 + (120 * (next.y - hook.y)) / (far(next) + 1))
}

test('a page that flies elsewhere is closed, and says so', async ({ calm, newPlayer }) => {
  const page = await newPlayer(address(calm.play))
  await play(page, 'Ada')
  const key = await page.evaluate(() => sessionStorage.getItem('orbrawl.resume'))
  const other = await newPlayer('about:blank')
  await other.addInitScript((value) => sessionStorage.setItem('orbrawl.resume', value ?? ''), key)
  await other.goto(address(calm.play))
  await waitForHook(page, 'the first page is closed', (hook) => hook.phase === 'closed')
  await look(page, 'closed')
  await expect(page.getByRole('alertdialog')).toHaveAccessibleName('Connection closed')
  await expect(page.getByRole('button', { name: 'Reload' })).toBeFocused()
})

test('the keyboard alone goes everywhere, and stays inside the open sheet', async ({ calm, newPlayer }) => {
  const page = await newPlayer(address(calm.play))
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await expect(page.getByRole('textbox')).toBeFocused()
  const gear = page.locator('.menu').getByRole('button', { name: 'Settings' })
  for (let stop = 0; stop < 6 && !(await gear.evaluate((node) => node === document.activeElement)); stop++) {
    await page.keyboard.press('Tab')
    await expectRing(page)
  }
  await page.keyboard.press('Enter')
  await expect(page.locator('.options')).toBeFocused()
  const seen = new Set<string>()
  for (let stop = 0; stop < 30; stop++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const { activeElement: at } = document
      if (!at?.closest('.options')) return ''
      return at.getAttribute('aria-label') ?? at.closest('label')?.textContent ?? at.textContent ?? ''
    })
    expect(name, `stop ${stop} is inside and has a name`).not.toBe('')
    seen.add(name)
    await expectRing(page)
  }
  expect(seen.size, 'all controls were visited').toBeGreaterThan(22)
  await page.keyboard.press('Escape')
  await expect(page.locator('.options')).toBeHidden()
  await expect(gear, 'the focus goes back').toBeFocused()
  await expect(page.locator('[aria-live=polite], [role=status]:visible')).toHaveCount(1)
})

// A ring is an outline, a shadow inside, or the outline of the swatch that stands for its radio button.
async function expectRing(page: Page): Promise<void> {
  const ring = await page.evaluate(() => {
    const at = document.activeElement
    if (at === null || at === document.body) return false
    const parts = [at, at.nextElementSibling].filter((node) => node !== null).map((node) => getComputedStyle(node))
    return parts.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none')
  })
  expect(ring, 'the focus is seen').toBe(true)
}

test('reduced motion stills everything', async ({ calm, newPlayer }) => {
  const page = await newPlayer(address(calm.play), { device: { reducedMotion: 'reduce' } })
  await play(page, 'Ada')
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().duration) > 20)
      .map((one) => String((one.effect as KeyframeEffect).target?.className)),
  )
  expect(moving).toEqual([])
})

test('the HUD fits 568x320 and a size of 160 %', async ({ calm, newPlayer }) => {
  const page = await newPlayer(address(calm.play), { device: { viewport: { width: 568, height: 320 } } })
  await play(page, 'Ada')
  expect.soft(await page.evaluate(outside), 'at 568x320').toEqual([])
  await page.evaluate(() => localStorage.setItem('orbrawl.settings', '{"hudScale":1.6}'))
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.reload()
  await waitForHook(page, 'the ship flies on', flies)
  expect.soft(await page.evaluate(outside), 'at 160 %').toEqual([])
  await takeScreenshots(page, 'hud-160', [desk, phone])
})

/** Runs in the page: parts of the HUD that hang over the edge, or lie on each other. */
function outside(): string[] {
  const found: string[] = []
  const boxes = [...document.querySelectorAll('.bars, .board, .minimap, .status, .gear')]
    .map((node) => ({ name: node.className, box: node.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0)
  for (const { name, box } of boxes) {
    if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(name)
    for (const other of boxes) {
      if (other.name <= name) continue
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
      if (wide > 2 && high > 2) found.push(`${name} on ${other.name}`)
    }
  }
  return found
}
