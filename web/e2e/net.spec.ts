// A line that goes bad under a flight: stalled, cut and slow. The page says what happens, what nobody has heard of
// fades, and the same ship flies on without a click.

import type { Page } from '@playwright/test'
import { peace } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { type Hook, play, waitForHook } from './hook.ts'
import { openLine } from './proxy.ts'

const crowded = { ...peace, sector: { ...peace.sector, radiusMin: 800, radiusMax: 800, rockMax: 0 } }
const slowMs = 300 // one way: so slow that a page which stands still now and then cannot be taken for the cause
const refused = /WebSocket connection to .* failed/

const others = (hook: Hook) => hook.ships.filter((ship) => !ship.own)
const clear = (hook: Hook): boolean => others(hook).length > 0 && others(hook).every((ship) => ship.fade > 0.9)
const faded = (hook: Hook): boolean => others(hook).every((ship) => ship.fade < 0.5) // those who were there may be out of sight
const ownStays = (hook: Hook): boolean => hook.ships.find((ship) => ship.own)?.fade === 1

const sameShipFlies = (page: Page, ownId: number, words: string): Promise<Hook> =>
  waitForHook(page, words, (hook) => hook.phase === 'flying' && hook.ownId === ownId && clear(hook), 20_000)

test('stalled, cut and slow: words, a fade, and the same ship again', async ({ newPlayer, newServer }) => {
  test.setTimeout(90_000)
  const server = await newServer(['--bots', '6'], crowded)
  const line = await openLine(server.play)
  const page = await newPlayer(`${line.url}/?debug&q=low`, { forgive: [refused] })
  const { ownId } = await play(page, 'Ada')
  await sameShipFlies(page, ownId, 'others are seen clearly')

  line.stall()
  const silent = page.locator('.warning', { hasText: 'Nothing heard from the server' })
  await expect(silent).toBeVisible()
  await waitForHook(page, 'what is not heard of fades, the own ship stays', (hook) => faded(hook) && ownStays(hook))
  line.flow()
  await expect(silent).toBeHidden()
  await sameShipFlies(page, ownId, 'after the stall the same ship flies on')

  line.refuse()
  line.cut()
  await expect(page.getByRole('heading', { name: 'Reconnecting' })).toBeVisible()
  await expect(page.locator('.line-down', { hasText: 'An autopilot flies your ship.' })).toBeVisible()
  await waitForHook(page, 'in the dead line others fade', (hook) => hook.phase === 'reconnecting' && faded(hook))
  line.accept()
  await sameShipFlies(page, ownId, 'after the cut the same ship is back')

  const badge = page.locator('.status .line')
  await expect(badge).toHaveAttribute('data-quality', /good|slow/)
  line.delay(slowMs)
  await expect(badge).toHaveAttribute('data-quality', 'poor')
  await sameShipFlies(page, ownId, 'a slow line holds')
  await line.close()
})
