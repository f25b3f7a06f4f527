// How long a newcomer waits: from the navigation to the own ship in flight, with Play pressed as soon as the menu is
// there. The figure is printed; the bound is wide, since here a loaded processor draws in place of a graphics card.

import { expect, test } from './fixture.ts'

const mostMs = 8000

test.use({ trace: 'off' }) // the tracer's pictures would be timed too

interface Moments {
  menu?: number
  flying?: number
}

/**
 * Runs in the page from its first moment: presses Play as soon as the menu is there and notes, in ms since the
 * navigation, when that was and when the ship flew. A press from outside would wait for pictures to be drawn.
 */
function pressPlay(): void {
  const page = window as unknown as { __orbrawl?: { phase: string }; __moments: Moments }
  page.__moments = {}
  const look = setInterval(() => {
    const phase = page.__orbrawl?.phase
    if (phase === 'menu' && page.__moments.menu === undefined) {
      page.__moments.menu = Math.round(performance.now())
      document.querySelector('form')?.requestSubmit()
    }
    if (phase !== 'flying') return
    page.__moments.flying = Math.round(performance.now())
    clearInterval(look)
  }, 5)
}

test('the first playable moment comes soon', async ({ server, newPlayer }) => {
  const page = await newPlayer('about:blank')
  await page.addInitScript(pressPlay)
  await page.goto(`${server.play}/?debug&q=low`)
  const handle = await page.waitForFunction(() => {
    const { __moments: moments } = window as unknown as { __moments?: Moments }
    return moments?.flying !== undefined && moments
  })
  const { menu, flying } = (await handle.jsonValue()) as Moments
  console.log(`first playable: ${flying} ms (menu: ${menu} ms)`)
  expect(flying).toBeLessThan(mostMs)
})
