// A phone on its side: Play by a tap, then two thumbs at once, one that flies and one that aims and fires.

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

test.describe('on a phone', () => {
  let server: Server

  test.beforeAll(async () => {
    server = await startServer(['--bots', '0'], duel)
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
  })
})
