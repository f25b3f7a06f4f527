// Two people in one world: they see each other move, one shoots the other down, the scores tell it, and the winner's
// line, cut for real, comes back with the same ship and score.

import type { Page } from '@playwright/test'
import { duel } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { type Hook, flies, play, readHook, waitForHook } from './hook.ts'
import { type Line, openLine } from './proxy.ts'
import { desk, takeScreenshots } from './screenshot.ts'
import { type Server, startServer } from './server.ts'

const other = (hook: Hook, name: string) => hook.ships.find((ship) => ship.name === name && !ship.own)

/** Waits until the ship of that name is seen to have moved from where it was. */
async function seesMove(page: Page, name: string, mover: Page): Promise<void> {
  const before = other(await waitForHook(page, `${name} is in sight`, (hook) => other(hook, name) !== undefined), name)
  const { x } = await waitForHook(mover, `${name} flies`, flies)
  const inwards = x > 0 ? 'KeyA' : 'KeyD'
  await mover.keyboard.down(inwards)
  await waitForHook(page, `${name} is seen to move`, (hook) => {
    const now = other(hook, name)
    return now !== undefined && before !== undefined && Math.hypot(now.x - before.x, now.y - before.y) > 40
  })
  await mover.keyboard.up(inwards)
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

/** What a browser says of a call that its line did not take. */
const refused = /WebSocket connection to .* failed/

/** Cuts the line and keeps it dead until the page has called in vain; expects the same ship and score afterwards. */
async function cutAndComeBack(page: Page, line: Line): Promise<void> {
  const before = await waitForHook(page, 'the ship flies before the cut', flies)
  const called = page.waitForEvent('console', { predicate: (message) => refused.test(message.text()) })
  line.refuse()
  line.cut()
  await waitForHook(page, 'the page says it reconnects', (hook) => hook.phase === 'reconnecting')
  await called
  expect(line.open(), 'nothing gets through a dead line').toBe(0)
  line.accept()
  const after = await waitForHook(page, 'the ship flies again', flies)
  expect(after.ownId).toBe(before.ownId)
  expect(after.score).toBe(before.score)
  await waitForHook(page, 'the world goes on', (hook) => hook.tick > after.tick)
}

test.describe('two players', () => {
  let server: Server
  let line: Line

  test.beforeAll(async () => {
    server = await startServer(['--bots', '0'], duel)
    line = await openLine(server.play)
  })
  test.afterAll(async () => {
    await line?.close()
    await server?.stop()
  })

  test('see each other, one shoots the other down, and keeps ship and score when cut', async ({ newPlayer }) => {
    test.setTimeout(90_000)
    const page = '/?debug&q=low'
    const ada = await newPlayer(line.url + page, { forgive: [refused] })
    const bob = await newPlayer(server.play + page)
    await play(ada, 'Ada')
    await play(bob, 'Bob')
    await seesMove(ada, 'Bob', bob)
    await seesMove(bob, 'Ada', ada)
    const { score } = await waitForHook(ada, 'Ada flies', flies)
    await shootDown(ada, 'Bob', score)
    await waitForHook(bob, 'Bob is dead', (hook) => hook.phase === 'dead')
    await takeScreenshots(ada, 'duel', [desk])
    await cutAndComeBack(ada, line)
    await takeScreenshots(ada, 'resumed', [desk])
    await bob.keyboard.press('Space')
    await waitForHook(bob, 'Bob flies again', flies)
  })
})
