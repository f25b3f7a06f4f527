// A first minute by gamepad alone: the menu, flying, shooting, an upgrade, the settings; and the pad that is pulled out
// and put back in flight. The browser's own pads are replaced by one that the test holds.

import type { Locator, Page } from '@playwright/test'
import { quick } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { flies, waitForHook } from './hook.ts'
import { phone, takeScreenshots } from './screenshot.ts'

const button = { a: 0, b: 1, start: 9, rightTrigger: 7, up: 12, down: 13, left: 14, right: 15 }

interface HeldPad {
  plugged: boolean
  rumbles: number
  plug(plugged: boolean): void
  press(index: number, down: boolean): void
  tap(index: number): Promise<void> // down for one look of the game, then up: however slow, it is not a held one
  push(stick: 'left' | 'right', x: number, y: number): void
  hunt(): void // flies and aims at the nearest other ship from now on
  rest(): void // lets go of both sticks
}

/** Runs in the page before its own scripts. */
function holdPad(): void {
  const buttons = Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 }))
  const axes = [0, 0, 0, 0]
  let looked: (() => void) | null = null
  let timer: ReturnType<typeof setInterval>
  const vibrationActuator = {
    playEffect: () => {
      held.rumbles++
      return Promise.resolve('complete')
    },
  }
  const pad = { id: 'held', index: 0, connected: true, mapping: 'standard', timestamp: 0, axes, buttons, vibrationActuator }
  const held: HeldPad = {
    plugged: false,
    rumbles: 0,
    plug(plugged) {
      held.plugged = plugged
      dispatchEvent(new Event(plugged ? 'gamepadconnected' : 'gamepaddisconnected'))
    },
    press(index, down) {
      Object.assign(buttons[index]!, { pressed: down, value: down ? 1 : 0 })
    },
    tap(index) {
      held.press(index, true)
      let looks = 0
      return new Promise((done) => {
        looked = () => {
          looks++
          if (looks === 2) held.press(index, false)
          if (looks < 3) return
          looked = null
          done()
        }
      })
    },
    push(stick, x, y) {
      axes[stick === 'left' ? 0 : 2] = x
      axes[stick === 'left' ? 1 : 3] = y
    },
    hunt() {
      type Ship = { x: number; y: number; own: boolean }
      const { __orbrawl: game } = window as unknown as { __orbrawl: { x: number; y: number; ships: Ship[] } }
      timer = setInterval(() => {
        const far = (ship: Ship): number => Math.hypot(ship.x - game.x, ship.y - game.y)
        const prey = game.ships.filter((ship) => !ship.own).sort((a, b) => far(a) - far(b))[0]
        if (!prey) return
        const length = far(prey) || 1
        held.push('right', (prey.x - game.x) / length, (prey.y - game.y) / length)
        const way = length > 320 ? 1 : -1 // near, but not into it
        held.push('left', (way * (prey.x - game.x)) / length, (way * (prey.y - game.y)) / length)
      }, 30)
    },
    rest() {
      clearInterval(timer)
      axes.fill(0)
    },
  }
  Object.assign(window, { __pad: held })
  navigator.getGamepads = () => {
    looked?.()
    return [held.plugged ? pad : null] as unknown as (Gamepad | null)[]
  }
}

type Held = { __pad: HeldPad }

const plug = (page: Page, plugged: boolean): Promise<void> =>
  page.evaluate((on) => (window as unknown as Held).__pad.plug(on), plugged)

const push = (page: Page, stick: 'left' | 'right', x: number, y: number): Promise<void> =>
  page.evaluate(([which, dx, dy]) => (window as unknown as Held).__pad.push(which, dx, dy), [stick, x, y] as const)

const hold = (page: Page, index: number, down: boolean): Promise<void> =>
  page.evaluate(([which, on]) => (window as unknown as Held).__pad.press(which, on), [index, down] as const)

const press = (page: Page, index: number): Promise<void> =>
  page.evaluate((which) => (window as unknown as Held).__pad.tap(which), index)

async function pictures(page: Page, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
}

/** Walks up and down with the d-pad until that has the focus. */
async function walkTo(page: Page, goal: Locator): Promise<void> {
  for (let i = 0; i < 40; i++) {
    if (await goal.evaluate((one) => one === document.activeElement)) return
    await press(page, i % 8 < 4 ? button.down : button.up)
  }
  throw new Error(`the d-pad never came to ${goal}, but to ${await focused(page)}`)
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const one = document.activeElement as HTMLInputElement | null
    return `${one?.tagName} ${one?.type} ${one?.textContent}`
  })

const cursor = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.querySelector('#view')!).cursor)

test('a first minute goes by gamepad, without keyboard or mouse', async ({ newPlayer, newServer }) => {
  test.setTimeout(120_000)
  const server = await newServer(['--bots', '8'], quick)
  const page = await newPlayer('about:blank')
  await page.addInitScript(holdPad)
  await page.goto(`${server.play}/?debug&q=low`)
  await menuByPad(page)
  await fightByPad(page)
  await settingsByPad(page)
  await pullOut(page)
})

/** What a resting pad does not do and the first press does; then the way to Play. */
async function menuByPad(page: Page): Promise<void> {
  const device = page.locator('html')
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await expect(device).toHaveAttribute('data-device', 'keys')
  await plug(page, true)
  await push(page, 'left', 0.3, 0.2) // a stick that drifts
  await pictures(page, 6)
  await expect(device, 'a drifting stick leaves the lead where it is').toHaveAttribute('data-device', 'keys')
  await push(page, 'left', 0, 0)
  await press(page, button.down)
  await expect(device, 'the first press takes the lead').toHaveAttribute('data-device', 'pad')
  await expect(page.locator('.menu .how')).toContainText(/stick/i)
  await expect(page.locator('.menu .how kbd')).toHaveCount(0)
  await walkTo(page, page.getByRole('button', { name: 'Play' }))
  await takeScreenshots(page, 'pad-menu', [phone])
}

/** Flies by one stick, aims by the other, shoots by the trigger until a level comes, and takes an upgrade. */
async function fightByPad(page: Page): Promise<void> {
  await press(page, button.a)
  const start = await waitForHook(page, 'the ship flies', flies)
  expect(await cursor(page)).toBe('none')
  await push(page, 'left', start.x > 0 ? -1 : 1, 0)
  await waitForHook(page, 'the left stick flies', (hook) => Math.abs(hook.x - start.x) > 60)
  await page.evaluate(() => (window as unknown as Held).__pad.hunt())
  await hold(page, button.rightTrigger, true)
  const cards = page.locator('.cards')
  await expect(cards, 'shots that hit bring a level').toBeVisible({ timeout: 40_000 })
  await hold(page, button.rightTrigger, false)
  await page.evaluate(() => (window as unknown as Held).__pad.rest())
  await takeScreenshots(page, 'pad-choice', [phone])
  const rumbles = (): Promise<number> => page.evaluate(() => (window as unknown as Held).__pad.rumbles)
  await expect.poll(rumbles, 'the pad is shaken').toBeGreaterThan(0)
  await expect(async () => {
    const offered = await cards.innerText()
    await press(page, button.left)
    expect(await cards.innerText(), 'the d-pad takes an upgrade').not.toBe(offered)
  }).toPass({ timeout: 15_000 })
}

/** Opens the settings in flight, turns a slider down, and leaves. */
async function settingsByPad(page: Page): Promise<void> {
  const sheet = page.getByRole('dialog', { name: 'Settings' })
  await press(page, button.start)
  await expect(sheet).toBeVisible()
  const slider = sheet.locator('input[type=range]').first()
  await walkTo(page, slider)
  const before = Number(await slider.inputValue())
  await press(page, button.left)
  expect(Number(await slider.inputValue()), 'left turns the slider down').toBeLessThan(before)
  await takeScreenshots(page, 'pad-settings', [phone])
  await press(page, button.b)
  await expect(sheet, 'B leaves').toBeHidden()
  await press(page, button.start)
  await expect(sheet).toBeVisible()
  await press(page, button.start)
  await expect(sheet, 'Start leaves too').toBeHidden()
}

/** The pad goes and comes back in flight: what leads follows at once. */
async function pullOut(page: Page): Promise<void> {
  const device = page.locator('html')
  await plug(page, false)
  await expect(device, 'a pad that is gone does not lead').toHaveAttribute('data-device', 'keys')
  expect(await cursor(page)).toContain('crosshair')
  await plug(page, true)
  await push(page, 'left', 0, 1)
  await expect(device, 'a pushed stick takes the lead').toHaveAttribute('data-device', 'pad')
  expect(await cursor(page)).toBe('none')
  await waitForHook(page, 'the ship flies on', flies)
}
