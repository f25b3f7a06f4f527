// A phone on its side: Play by a tap, then two thumbs at once, one that flies and one that aims and fires, a death and
// the next ship; what fingers press is as large as they are, and they never zoom the page.

import type { CDPSession, Page } from '@playwright/test'
import { duel } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { flies, waitForHook } from './hook.ts'
import { phone, takeScreenshots } from './screenshot.ts'
import { type Server, startServer } from './server.ts'

const glass = { viewport: phone, hasTouch: true, isMobile: true }
const leftRest = { x: 170, y: 250 }
const rightRest = { x: phone.width - 170, y: 250 }
const reach = 70 // px, more than a stick's ring, so that the stick is pushed all the way

interface Finger {
  id: number
  x: number
  y: number
}

function touch(cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: Finger[]): Promise<unknown> {
  return cdp.send('Input.dispatchTouchEvent', { type, touchPoints: fingers })
}

/** Lays both thumbs down and pushes them, the left one sideways, the right one up. Returns how to lift them. */
async function pushBoth(page: Page, side: number): Promise<() => Promise<unknown>> {
  const cdp = await page.context().newCDPSession(page)
  const left = { id: 0, ...leftRest }
  const right = { id: 1, ...rightRest }
  await touch(cdp, 'touchStart', [left])
  await touch(cdp, 'touchStart', [left, right])
  for (const share of [0.5, 1]) {
    const moved = { ...left, x: left.x + side * reach * share }
    await touch(cdp, 'touchMove', [moved, { ...right, y: right.y - reach * share }])
  }
  return () => touch(cdp, 'touchEnd', [])
}

/** Runs in the page: what a finger should press and is smaller than its tip or over the edge, with its size. */
function missed(): string[] {
  const leastPx = 43.5 // 9 mm are 44 px, and browsers round
  return [...document.querySelectorAll('button, select, input, a[href], .hold')]
    .map((node) => (node.matches('[type="radio"], [type="checkbox"]') ? (node.closest('label') ?? node) : node))
    .map((node) => ({ node, box: node.getBoundingClientRect() }))
    .filter(({ node, box }) => box.width > 0 && node.closest('[hidden]') === null)
    .filter(({ box }) => Math.min(box.width, box.height) < leastPx || box.left < 0 || box.right > innerWidth)
    .map(({ node, box }) => `${node.className || node.textContent}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
}

/** Pulls two fingers apart over a place and returns how much that magnified the page. */
async function pinch(page: Page, place: { x: number; y: number }): Promise<number> {
  const cdp = await page.context().newCDPSession(page)
  const apart = (px: number): Finger[] => [-1, 1].map((side, id) => ({ id, x: place.x + side * px, y: place.y }))
  await touch(cdp, 'touchStart', apart(40))
  for (let px = 50; px <= 160; px += 10) await touch(cdp, 'touchMove', apart(px))
  await touch(cdp, 'touchEnd', [])
  await cdp.detach()
  return page.evaluate(() => visualViewport?.scale ?? Number.NaN)
}

test.describe('on a phone', () => {
  let server: Server

  test.beforeAll(async () => {
    server = await startServer(['--bots', '0'], { ...duel, sector: { ...duel.sector, stormDamage: 1000 } })
  })
  test.afterAll(async () => {
    await server?.stop()
  })

  test('the menu teaches thumbs, and two thumbs fly and fire at once', async ({ newPlayer }) => {
    const page = await newPlayer(`${server.play}/?debug&q=low`, { device: glass })
    await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
    await takeScreenshots(page, 'touch-menu', [phone])
    const how = page.locator('.menu .how')
    await expect.soft(how, 'the menu teaches thumbs').toContainText(/thumb/i)
    await expect.soft(how.locator('kbd'), 'and no keys').toHaveCount(0)

    await page.getByRole('button', { name: 'Play' }).tap()
    const start = await waitForHook(page, 'the ship flies', flies)
    await expect.soft(page.locator('.hints kbd'), 'no hint teaches keys').toHaveCount(0)
    const side = start.x > 0 ? -1 : 1 // away from the storm
    const lift = await pushBoth(page, side)
    await waitForHook(page, 'the ship goes where the left thumb pushes', (hook) => side * (hook.x - start.x) > 60)
    const flown = await waitForHook(page, 'the right thumb fires', (hook) => hook.bolts > 0)
    expect(Math.abs(flown.y - start.y), 'the right thumb does not steer').toBeLessThan(30)
    await takeScreenshots(page, 'touch-flying', [phone])

    await lift()
    await waitForHook(page, 'the guns rest when the thumb is lifted', (hook) => hook.bolts === 0)

    const drop = await pushBoth(page, -side)
    await waitForHook(page, 'the storm takes the ship', (hook) => hook.phase === 'dead')
    await drop()
    const again = page.getByRole('dialog', { name: 'Destroyed' }).locator('.main')
    await expect(again).toBeVisible()
    expect(await page.evaluate(missed), 'at the death card').toEqual([])
    // In its first moment the card takes a tap for one of the fight.
    await expect(async () => {
      await again.tap({ timeout: 2000 })
      await waitForHook(page, 'the next ship flies', flies, 2000)
    }).toPass({ timeout: 20_000 })
  })

  test('whatever is pressed is as large as a fingertip', async ({ newPlayer }) => {
    const page = await newPlayer(`${server.play}/?debug&q=low`, { device: glass })
    await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
    expect.soft(await page.evaluate(missed), 'in the menu').toEqual([])
    await page.locator('.menu').getByRole('button', { name: 'Settings' }).tap()
    await expect(page.locator('.options')).toBeVisible()
    expect.soft(await page.evaluate(missed), 'in the settings').toEqual([])
    await page.locator('.options').getByRole('button', { name: 'Back' }).tap()
    await page.getByRole('button', { name: 'Watch' }).tap()
    await expect(page.getByRole('region', { name: 'Spectator' })).toBeVisible()
    expect.soft(await page.evaluate(missed), 'of a spectator').toEqual([])
    await page.setViewportSize({ width: phone.height, height: phone.width })
    await expect(page.locator('html')).toHaveAttribute('data-fit', /tall/)
    expect.soft(await page.evaluate(missed), 'of a spectator with the phone upright').toEqual([])
    await page.setViewportSize(phone)
    await expect(page.locator('html')).toHaveAttribute('data-fit', /short/)
    await page.getByRole('button', { name: 'Play' }).tap()
    await waitForHook(page, 'the ship flies', flies)
    await expect(page.locator('.hold-boost')).toBeVisible()
    expect.soft(await page.evaluate(missed), 'in flight').toEqual([])
  })

  test('two fingers do not zoom the page', async ({ newPlayer }) => {
    const page = await newPlayer(`${server.play}/?debug&q=low`, { device: glass })
    await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
    const { x, y, width, height } = (await page.locator('.menu-form .colours').boundingBox())!
    expect(await pinch(page, { x: x + width / 2, y: y + height / 2 }), 'in the menu').toBe(1)
    await page.getByRole('button', { name: 'Play' }).tap()
    await waitForHook(page, 'the ship flies', flies)
    const middle = { x: phone.width / 2, y: phone.height / 2 }
    expect(await pinch(page, middle), 'in flight').toBe(1)
    const other = await newPlayer('about:blank', { device: glass })
    await other.setContent('<meta name="viewport" content="width=device-width">')
    expect(await pinch(other, middle), 'the same fingers zoom a page that lets them').toBeGreaterThan(1.5)
  })
})
