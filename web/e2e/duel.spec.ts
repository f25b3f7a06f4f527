// Two people in one world: they see each other move, one shoots the other down, the scores tell it, and a line that
// is cut comes back with the same ship.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { type Hook, readHook, waitForHook } from './hook.ts'
import { takeScreenshots } from './screenshot.ts'
import { type Server, startServer } from './server.ts'

const built = fileURLToPath(new URL('../../assets/catalog', import.meta.url))

/** A copy of the catalog for a duel: a small empty sector, and guns that decide it quickly. */
async function duelCatalog(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orbrawl-duel-'))
  await cp(built, dir, { recursive: true })
  await change(join(dir, 'sector.json'), { radiusMin: 800, radiusMax: 800, rockMax: 0, spawnProtect: 0 })
  const weapons = JSON.parse(await readFile(join(dir, 'weapons.json'), 'utf8')) as { damage: number }[]
  for (const weapon of weapons) weapon.damage = 60
  await writeFile(join(dir, 'weapons.json'), JSON.stringify(weapons))
  return dir
}

async function change(file: string, values: Record<string, number>): Promise<void> {
  const all = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
  await writeFile(file, JSON.stringify({ ...all, ...values }))
}

async function play(page: Page, name: string): Promise<Hook> {
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await page.getByRole('textbox').first().fill(name)
  await page.keyboard.press('Enter')
  return waitForHook(page, `${name} flies`, (hook) => hook.phase === 'flying' && hook.ownId >= 0)
}

/** Flies to the middle of the sector by keys, and stops there. */
async function gather(page: Page): Promise<void> {
  const keys: [string, (hook: Hook) => boolean][] = [
    ['KeyD', (hook) => hook.x < -60],
    ['KeyA', (hook) => hook.x > 60],
    ['KeyS', (hook) => hook.y < -60],
    ['KeyW', (hook) => hook.y > 60],
  ]
  for (const [key, away] of keys) {
    const hook = await readHook(page)
    if (!hook || !away(hook)) continue
    await page.keyboard.down(key)
    await waitForHook(page, `${key} brings the ship to the middle`, (now) => !away(now))
    await page.keyboard.up(key)
  }
}

const other = (hook: Hook, name: string) => hook.ships.find((ship) => ship.name === name && !ship.own)

/** Waits until the ship of that name is seen to have moved from where it was. */
async function seesMove(page: Page, name: string, mover: Page): Promise<void> {
  await gather(mover)
  const before = other(await waitForHook(page, `${name} is in sight`, (hook) => other(hook, name) !== undefined), name)
  await mover.keyboard.down('KeyD')
  await waitForHook(page, `${name} is seen to move`, (hook) => {
    const now = other(hook, name)
    return now !== undefined && before !== undefined && Math.hypot(now.x - before.x, now.y - before.y) > 40
  })
  await mover.keyboard.up('KeyD')
}

/** Keeps the mouse on the other ship and the trigger down until it is gone. */
async function shootDown(page: Page, name: string, score: number): Promise<void> {
  const size = page.viewportSize() ?? { width: 640, height: 360 }
  await page.mouse.down()
  await expect
    .poll(
      async () => {
        const hook = await readHook(page)
        const target = hook && other(hook, name)
        if (hook && target) {
          const [dx, dy] = [target.x - hook.x, target.y - hook.y]
          const far = Math.hypot(dx, dy) || 1
          await page.mouse.move(size.width / 2 + (dx / far) * 150, size.height / 2 + (dy / far) * 150)
        }
        return hook?.score ?? 0
      },
      { message: `the score grows with ${name}'s end`, intervals: [100], timeout: 40_000 },
    )
    .toBeGreaterThan(score + 20)
  await page.mouse.up()
}

test.describe('two players', () => {
  let server: Server
  let catalog: string

  test.beforeAll(async () => {
    catalog = await duelCatalog()
    server = await startServer(['--bots', '0', '--catalog', catalog])
  })
  test.afterAll(async () => {
    await server?.stop()
    await rm(catalog, { recursive: true, force: true })
  })

  test('see each other move, and one shoots the other down', async ({ newPlayer }) => {
    test.setTimeout(150_000)
    const url = `${server.play}/?debug&q=low`
    const [ada, bob] = [await newPlayer(url), await newPlayer(url)]
    await play(ada, 'Ada')
    await play(bob, 'Bob')
    await gather(ada)
    await seesMove(ada, 'Bob', bob)
    await gather(bob)
    await seesMove(bob, 'Ada', ada)
    await gather(ada)
    const { score } = await waitForHook(ada, 'Ada flies', (hook) => hook.phase === 'flying')
    await shootDown(ada, 'Bob', score)
    await waitForHook(bob, 'Bob is dead', (hook) => hook.phase === 'dead')
    await takeScreenshots(bob, 'dead')
    await takeScreenshots(ada, 'duel')
    await bob.keyboard.press('Space')
    await waitForHook(bob, 'Bob flies again', (hook) => hook.phase === 'flying')
  })

  test('a cut line comes back with the same ship and score', async ({ newPlayer }) => {
    const page = await newPlayer(`${server.play}/?debug&q=low`)
    await play(page, 'Cleo')
    const before = await waitForHook(page, 'Cleo flies', (hook) => hook.phase === 'flying')
    await page.evaluate(() => (window as unknown as { __orbrawl: { cut(): void } }).__orbrawl.cut())
    await waitForHook(page, 'the page says it reconnects', (hook) => hook.phase === 'reconnecting')
    const after = await waitForHook(page, 'Cleo flies again', (hook) => hook.phase === 'flying')
    expect(after.ownId).toBe(before.ownId)
    expect(after.score).toBe(before.score)
    await waitForHook(page, 'the world goes on', (hook) => hook.tick > after.tick)
    await takeScreenshots(page, 'resumed')
  })
})
