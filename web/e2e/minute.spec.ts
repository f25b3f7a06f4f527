// The first sixty seconds as GAME.md writes them, one after the other: the live world behind the menu, Play, the dive,
// protection, hints that leave when done, ore, the first level beside a flight that goes on, the first fight, the card
// of the death, and back in flight by one key within two seconds with a part of the levels.

import type { Page } from '@playwright/test'
import { minute } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { type Hook, flies, readHook, waitForHook } from './hook.ts'
import { takeScreenshots } from './screenshot.ts'
import { type Server, startServer } from './server.ts'

let server: Server

test.beforeAll(async () => {
  server = await startServer(['--bots', '2', '--seed', '11'], minute)
})
test.afterAll(async () => {
  await server?.stop()
})

interface Seen {
  x: number
  y: number
  eyeX: number
  eyeY: number
  off: number // how far the eye is from the own ship, u; not a number while there is none
  protected: boolean
}

const nearest = <T extends { x: number; y: number }>(hook: Hook, things: readonly T[]): T | undefined =>
  things.reduce<T | undefined>((best, it) => (best && gap(hook, best) <= gap(hook, it) ? best : it), undefined)
const middle = { x: 0, y: 0 } // of the sector
const gap = (hook: Hook, it: { x: number; y: number }): number => Math.hypot(it.x - hook.x, it.y - hook.y)

/** What of the rocks and ore of a picture is in reach of a pilot. */
function things(page: Page, kind: 'rockAt' | 'oreAt'): Promise<{ x: number; y: number }[]> {
  return page.evaluate((what) => {
    const hook = (window as unknown as { __orbrawl: Record<string, { x: number; y: number }[]> }).__orbrawl
    return (hook[what] ?? []).map(({ x, y }) => ({ x, y }))
  }, kind)
}

const driftSeconds = 0.65 // how far a ship drifts on, in times of its speed: one by the catalog's drag

/** Holds the keys that lead somewhere, and points the mouse there. */
class Hands {
  readonly #page: Page
  readonly #held = new Set<string>()
  #last = { tick: 0, x: 0, y: 0 }

  constructor(page: Page) {
    this.#page = page
  }

  async go(dx: number, dy: number): Promise<void> {
    const wanted = new Set<string>()
    if (Math.abs(dx) > 30) wanted.add(dx > 0 ? 'KeyD' : 'KeyA')
    if (Math.abs(dy) > 30) wanted.add(dy > 0 ? 'KeyS' : 'KeyW')
    for (const key of [...this.#held].filter((one) => !wanted.has(one))) {
      this.#held.delete(key)
      await this.#page.keyboard.up(key)
    }
    for (const key of [...wanted].filter((one) => !this.#held.has(one))) {
      this.#held.add(key)
      await this.#page.keyboard.down(key)
    }
  }

  /** Flies to a place: those keys are held that bring nearer where the ship would come to rest, or it shoots past. */
  fly(hook: Hook, to: { x: number; y: number }): Promise<void> {
    const { tick, x, y } = this.#last
    const ticks = hook.tick - tick
    const drift = ticks > 0 && ticks < 30 ? (30 * driftSeconds) / ticks : 0
    this.#last = hook
    return this.go(to.x - hook.x - (hook.x - x) * drift, to.y - hook.y - (hook.y - y) * drift)
  }

  async aim(dx: number, dy: number): Promise<void> {
    const { width, height } = this.#page.viewportSize() ?? { width: 640, height: 360 }
    const far = Math.hypot(dx, dy) || 1
    await this.#page.mouse.move(width / 2 + (dx / far) * 120, height / 2 + (dy / far) * 120)
  }

  rest(): Promise<void> {
    return this.go(0, 0)
  }
}

/** Does something again and again until the page satisfies the condition. */
async function until(page: Page, words: string, holds: () => Promise<boolean>, act: (hook: Hook) => Promise<void>) {
  const look = async (): Promise<boolean> => {
    if (await holds()) return true
    const hook = await readHook(page)
    if (hook) await act(hook)
    return false
  }
  await expect.poll(look, { message: words, intervals: [60], timeout: 60_000 }).toBe(true)
}

/** Presses Play by Enter and notes every picture of the way to the own ship. */
async function playAndWatchTheDive(page: Page, name: string): Promise<Seen[]> {
  await page.getByRole('textbox').first().fill(name)
  await page.evaluate(() => {
    const page = window as unknown as { __seen: Seen[]; __orbrawl: Hook & { eye: { x: number; y: number } } }
    page.__seen = []
    const look = (): void => {
      const { x, y, eye, ships } = page.__orbrawl
      const own = ships.find((ship) => ship.own) as unknown as { protected: boolean } | undefined
      const off = own ? Math.hypot(eye.x - x, eye.y - y) : Number.NaN
      page.__seen.push({ x, y, eyeX: eye.x, eyeY: eye.y, off, protected: own?.protected ?? false })
      if (page.__seen.length < 400) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await page.keyboard.press('Enter')
  await waitForHook(page, 'the ship flies', flies)
  const seen = () => page.evaluate(() => (window as unknown as { __seen: Seen[] }).__seen)
  await expect.poll(async () => (await seen()).at(-1)?.off, { message: 'the dive ends' }).toBeLessThan(40)
  return seen()
}

interface Back {
  ms: number // from the press of Space to the first picture of the flight
  pictures: number
}

/** Notes from the press of Space on how long it takes until the ship flies. */
function watchForFlight(page: Page): Promise<void> {
  return page.evaluate(() => {
    const page = window as unknown as { __orbrawl: Hook; __back: Back }
    page.__back = { ms: 0, pictures: 0 }
    const look = (from: number): void => {
      page.__back.ms = performance.now() - from
      if (page.__orbrawl.phase === 'flying' && page.__orbrawl.ownId >= 0) return
      page.__back.pictures++
      requestAnimationFrame(() => look(from))
    }
    const press = (): void => look(performance.now())
    addEventListener('keydown', press, { capture: true, once: true })
  })
}

test('the first minute, death and return', async ({ newPlayer }) => {
  test.setTimeout(240_000)
  const page = await newPlayer(`${server.play}/?debug&q=low`)
  const hands = new Hands(page)

  // 0 s: the live world behind the name field and one big button.
  const menu = await waitForHook(page, 'a fight is seen', (hook) => hook.phase === 'menu' && hook.ships.length > 0)
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  await expect(page.getByRole('textbox')).toBeFocused()
  await waitForHook(page, 'the world lives', (hook) => hook.tick > menu.tick + 10)

  // 1 s: the dive, and a shield of light.
  const dive = await playAndWatchTheDive(page, 'Newcomer')
  const [from, to] = [dive[0]!, dive.find(({ off }) => off >= 0)!]
  expect(Math.hypot(from.eyeX - to.x, from.eyeY - to.y), 'the eye comes from elsewhere').toBeGreaterThan(60)
  expect(dive.some((it) => it.protected), 'spawn protection is told').toBe(true)
  await takeScreenshots(page, 'minute-1-dive')

  // 2–10 s: hints, one after the other, each leaving when done.
  const hint = page.locator('.hints p:not(.done)')
  await expect(hint).toHaveCount(1)
  await expect(hint).toContainText('fly')
  const start = (await readHook(page)) as Hook
  await hands.go(100, 0)
  await waitForHook(page, 'the ship moves', (hook) => Math.abs(hook.x - start.x) > 170)
  await expect(hint).toContainText('rock')
  await page.mouse.down()
  await until(
    page,
    'a rock is shot',
    async () => (await hint.allTextContents()).every((text) => !/rock/.test(text)),
    async (hook) => {
      const rock = nearest(hook, await things(page, 'rockAt'))
      if (!rock) return hands.fly(hook, middle)
      await hands.aim(rock.x - hook.x, rock.y - hook.y)
      await (gap(hook, rock) > 260 ? hands.fly(hook, rock) : hands.rest())
    },
  )

  // 10–60 s: ore, and the first level beside a flight that goes on.
  const cards = page.locator('.cards .card')
  await until(
    page,
    'the first level offers three',
    async () => (await cards.count()) === 3 && (await cards.first().isVisible()),
    async (hook) => {
      const ore = nearest(hook, await things(page, 'oreAt'))
      const rock = nearest(hook, await things(page, 'rockAt'))
      const goal = ore && gap(hook, ore) < 500 ? ore : rock
      if (!goal) return hands.fly(hook, middle)
      if (rock) await hands.aim(rock.x - hook.x, rock.y - hook.y)
      await (goal === ore || gap(hook, goal) > 240 ? hands.fly(hook, goal) : hands.rest())
    },
  )
  const before = (await readHook(page)) as Hook
  await hands.go(before.x > 0 ? -100 : 100, before.y > 0 ? -100 : 100)
  await waitForHook(page, 'play goes on', (hook) => hook.phase === 'flying' && gap(hook, before) > 60)
  const offered = await cards.allInnerTexts()
  await page.keyboard.press('Digit2')
  await expect.poll(() => cards.allInnerTexts(), { message: 'the choice is taken' }).not.toEqual(offered)

  // The first fight, and then into the storm, which is sure to end it.
  await page.mouse.up()
  const { tick } = (await readHook(page)) as Hook
  await until(
    page,
    'the ship is lost',
    async () => (await readHook(page))?.phase === 'dead',
    async (hook) => {
      const foe = nearest(hook, hook.ships.filter((ship) => !ship.own))
      const out = { x: hook.x + (hook.x > 0 ? 200 : -200), y: hook.y + (hook.y > 0 ? 200 : -200) }
      const goal = foe && hook.tick < tick + 60 ? foe : out
      if (foe) await hands.aim(foe.x - hook.x, foe.y - hook.y)
      await hands.go(goal.x - hook.x, goal.y - hook.y)
    },
  )
  await hands.rest()

  // Death: who, with what, how far, and again by one key.
  const card = page.getByRole('dialog', { name: 'Destroyed' })
  await expect(card).toBeVisible()
  await expect(card.locator('.killer')).not.toBeEmpty()
  await expect(card.locator('dd')).toHaveCount(4)
  await expect(card).toContainText(/You keep level \d|You start afresh/)
  await takeScreenshots(page, 'minute-3-death')
  await watchForFlight(page)
  await page.keyboard.press('Space')
  const back = await waitForHook(page, 'back in flight', flies)
  expect(back.ownId).not.toBe(before.ownId)
  const { ms, pictures } = await page.evaluate(() => (window as unknown as { __back: Back }).__back)
  console.log(`back in flight ${Math.round(ms)} ms and ${pictures} pictures after Space`)
  // A page that the machine starves draws few pictures in two seconds; one that makes the player wait draws many.
  if (ms > 2000) expect(pictures, `${Math.round(ms)} ms`).toBeLessThan(30)
  const learnt = page.locator('.hints p:not(.done)').filter({ hasText: /fly your ship|rock/ })
  await expect(learnt, 'hints do not come again').toHaveCount(0)
})
