// How long a newcomer waits: from the navigation to the own ship in flight, with Play pressed as soon as the menu is
// there. The figure is printed; the bound is wide, since here a loaded processor draws in place of a graphics card.

import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'

const mostMs = 8000

/** Milliseconds since the navigation at which the page was first seen in the phase. Looked at with every picture. */
async function reached(page: Page, phase: string): Promise<number> {
  const handle = await page.waitForFunction((wanted) => {
    const hook = (window as unknown as { __orbrawl?: { phase: string; ownId: number } }).__orbrawl
    return hook?.phase === wanted && performance.now()
  }, phase)
  return Math.round(Number(await handle.jsonValue()))
}

test('the first playable moment comes soon', async ({ server, newPlayer }) => {
  const page = await newPlayer(`${server.play}/?debug&q=low`)
  const menu = await reached(page, 'menu')
  await page.keyboard.press('Enter')
  const flying = await reached(page, 'flying')
  console.log(`first playable: ${flying} ms (menu: ${menu} ms)`)
  expect(flying).toBeLessThan(mostMs)
})
