import { expect, test } from './fixture.ts'
import { waitForHook } from './hook.ts'
import { takeScreenshots } from './screenshot.ts'

test('the page opens, reaches the server and shows the menu', async ({ server, newPlayer }) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`)
  await expect(page).toHaveTitle(/Orbrawl/)
  const first = await waitForHook(page, 'the world ticks behind the menu', (hook) => hook.tick > 0)
  await waitForHook(page, 'the tick goes on', (hook) => hook.tick > first.tick)
  await takeScreenshots(page, 'menu')
})

test('the hook is there only when asked for', async ({ server, newPlayer }) => {
  const page = await newPlayer(`${server.play}/?q=low`)
  await expect(page.locator('#view')).toBeVisible()
  expect(await page.evaluate(() => '__orbrawl' in window)).toBe(false)
})
