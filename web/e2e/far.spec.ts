// A player far from the server: the own ship answers at once and is hardly ever put right, since what is flown here
// ahead of the server is what the server flies.

import type { Page } from '@playwright/test'
import { duel } from './catalog.ts'
import { expect, test } from './fixture.ts'
import { passTicks, play, readHook, waitForHook } from './hook.ts'
import { type Line, openLine } from './proxy.ts'
import { type Server, startServer } from './server.ts'

const oneWayMs = 100
const mostOffU = 24 // a ship's length
const settleTicks = 30 // of one second the first inputs may come late

interface Flight {
  rttMs: number
  corrections: number
  maxCorrectionU: number
}

async function flight(page: Page): Promise<Flight> {
  const stats = ((await readHook(page))?.stats ?? {}) as unknown as Flight
  const { rttMs, corrections, maxCorrectionU } = stats
  return { rttMs, corrections, maxCorrectionU }
}

/** Holds each key for a second, so that the ship flies a square. */
async function flyAround(page: Page): Promise<void> {
  for (const key of ['KeyD', 'KeyS', 'KeyA', 'KeyW']) {
    await page.keyboard.down(key)
    await passTicks(page, 30)
    await page.keyboard.up(key)
  }
}

async function flyFarAway(page: Page): Promise<void> {
  const start = await play(page, 'Faraway')
  await passTicks(page, settleTicks)
  const before = await flight(page)
  expect(before.rttMs, 'the line is as slow as it is meant to be').toBeGreaterThanOrEqual(2 * oneWayMs)
  await flyAround(page)
  await waitForHook(page, 'the ship has gone somewhere', (now) => Math.hypot(now.x - start.x, now.y - start.y) > 20)
  const after = await flight(page)
  console.log(`far flight: ${JSON.stringify({ before, after })}`)
  expect(after.maxCorrectionU).toBeLessThan(mostOffU)
  expect(after.corrections - before.corrections, 'corrections in four seconds').toBeLessThanOrEqual(4)
}

test.describe('a player 100 ms away', () => {
  let server: Server
  let line: Line

  test.beforeAll(async () => {
    server = await startServer(['--bots', '0'], duel)
    line = await openLine(server.play)
    line.delay(oneWayMs)
  })
  test.afterAll(async () => {
    await line?.close()
    await server?.stop()
  })

  test('flies without being put right', async ({ newPlayer }) => {
    test.setTimeout(90_000)
    // A page that the machine starves gives its inputs late and is put right for it: it may try again.
    await expect(async () => {
      const page = await newPlayer(`${line.url}/?debug&q=low`, { smooth: true })
      try {
        await flyFarAway(page)
      } finally {
        await page.close()
      }
    }).toPass({ timeout: 75_000 })
  })
})
