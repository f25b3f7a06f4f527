// Looking around without a ship: from the menu, by keys alone, by mouse, by touch, and back into the fight.

import type { Page } from '@playwright/test'
import { peace } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { type Hook, flies, readHook, waitForHook } from './hook.ts'
import { desk, phone, takeScreenshots } from './screenshot.ts'
import { type Server, startServer } from './server.ts'

let server: Server

test.beforeAll(async () => {
  server = await startServer(['--bots', '12', '--seed', '7'], peace) // who is in view stays in view
})
test.afterAll(async () => {
  await server?.stop()
})

const strip = (page: Page) => page.getByRole('region', { name: 'Spectator' })
const inView = (page: Page) => strip(page).getByRole('status')
const name = (page: Page) => inView(page).locator('.name').innerText()

/** Opens the menu over a world in which ships fly. */
async function arrive(page: Page): Promise<void> {
  await waitForHook(page, 'the menu is open over a fight', (hook) => hook.phase === 'menu' && hook.ships.length > 0)
}

/** Presses a key and returns the name of the other pilot who comes into view. */
async function turns(page: Page, key: string): Promise<string> {
  const before = await name(page)
  let now = before
  await page.keyboard.press(key)
  await expect
    .poll(async () => (now = await name(page)), { message: `another pilot comes by ${key}`, timeout: 5000 })
    .not.toBe(before)
  return now
}

/** Presses the mouse on a row of the table, and returns the name that stood there at that moment. */
async function clickRow(page: Page, index: number): Promise<string> {
  const clicked = page.evaluate(
    () =>
      new Promise<string>((done) => {
        const read = ({ target }: Event): void =>
          done((target instanceof Element && target.closest('li')?.querySelector('.name')?.textContent) || '')
        document.addEventListener('click', read, { capture: true, once: true })
      }),
  )
  await page.locator('.board-rows li').nth(index).click()
  return clicked
}

/** The side on which there is room: the eye stays within the sector. */
const inwards = (hook: Hook): number => (hook.x > 0 ? -1 : 1)
const far = (a: Hook, b: Hook): number => Math.hypot(a.x - b.x, a.y - b.y)

test('by keys alone: watch, other pilots, free camera, zoom, menu, and play', async ({ newPlayer }) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`)
  await arrive(page)
  await expect(page.locator('.bars')).toBeHidden()
  await expect(page.locator('.minimap')).toBeHidden()
  await expect(strip(page)).toBeHidden()
  await page.getByRole('button', { name: 'Watch' }).focus()
  await page.keyboard.press('Enter')
  await expect(strip(page)).toBeVisible()
  await expect(page.getByRole('textbox'), 'the menu is away').toBeHidden()
  await expect(strip(page).getByRole('button', { name: 'Play' })).toBeFocused()
  await expect(inView(page)).toHaveText(/Lv \d/)
  // In the best fight the server goes over to another ship by itself, so one try may meet that.
  await expect(async () => {
    const there = await turns(page, 'ArrowRight')
    await turns(page, 'ArrowLeft')
    expect(await turns(page, 'ArrowRight'), 'there and back').toBe(there)
  }).toPass({ timeout: 40_000 })
  const before = (await readHook(page)) as Hook
  const side = inwards(before)
  const key = side > 0 ? 'KeyD' : 'KeyA'
  await page.keyboard.down(key)
  await waitForHook(page, 'the free camera goes aside', (hook) => side * (hook.x - before.x) > 300)
  await page.keyboard.up(key)
  await expect(inView(page)).toHaveText(/Looking around/)
  await expect(strip(page).getByRole('button', { name: 'Free camera' })).toHaveAttribute('aria-pressed', 'true')
  await turns(page, 'ArrowRight')
  await page.keyboard.press('Escape')
  await expect(strip(page)).toBeHidden()
  await expect(page.getByRole('textbox')).toBeVisible()
  await page.getByRole('button', { name: 'Watch' }).focus()
  await page.keyboard.press('Enter')
  await expect(strip(page)).toBeVisible()
  await page.keyboard.press('Space')
  await waitForHook(page, 'Space is the way into the fight', flies)
  await expect(strip(page)).toBeHidden()
})

test('by mouse: a name in the table, a drag, the wheel', async ({ newPlayer }) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`, { device: { viewport: { width: 960, height: 540 } } })
  await arrive(page)
  await page.getByRole('button', { name: 'Watch' }).click()
  await expect(async () => {
    const wanted = await clickRow(page, 1)
    await expect.poll(() => name(page), { message: `${wanted} comes into view`, timeout: 5000 }).toBe(wanted)
  }).toPass({ timeout: 30_000 })
  await takeScreenshots(page, 'watch-wide', [desk])
  await page.mouse.move(490, 300)
  await page.mouse.down()
  await page.mouse.move(480, 300) // from here on nothing but the mouse moves the eye
  const { tick } = (await readHook(page)) as Hook
  const before = await waitForHook(page, 'a picture was drawn', (hook) => hook.tick > tick + 3)
  const side = inwards(before)
  await page.mouse.move(480 - side * 290, 300, { steps: 4 })
  await page.mouse.up()
  const after = await waitForHook(page, 'the world follows the mouse', (hook) => side * (hook.x - before.x) > 200)
  await page.mouse.wheel(0, -600)
  await page.mouse.down()
  await page.mouse.move(480, 300, { steps: 4 })
  await page.mouse.up()
  const back = await waitForHook(page, 'the way back is taken', (hook) => side * (after.x - hook.x) > 60)
  expect(far(after, back), 'nearer by the wheel, the same drag goes less far').toBeLessThan(far(before, after) * 0.9)
})

test('by touch, after a death, and back', async ({ newPlayer }) => {
  const device = { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true }
  const page = await newPlayer(`${server.play}/?debug&q=low`, { device })
  await arrive(page)
  await takeScreenshots(page, 'menu-phone', [phone])
  await page.getByRole('button', { name: 'Watch' }).tap()
  await expect(strip(page)).toBeVisible()
  const before = await name(page)
  await strip(page).getByRole('button', { name: 'Next pilot' }).tap()
  await expect.poll(() => name(page)).not.toBe(before)
  await takeScreenshots(page, 'watch-phone', [phone])
  await strip(page).getByRole('button', { name: 'Free camera' }).tap()
  await expect(inView(page)).toHaveText(/Looking around/)
  await strip(page).getByRole('button', { name: 'Best fight' }).tap()
  await expect(inView(page)).toHaveText(/Lv \d/)
  await strip(page).getByRole('button', { name: 'Play' }).tap()
  await waitForHook(page, 'the ship flies', flies)
})
