// Graphics drivers restart, and then a page's pictures are gone: the game has to draw on as if nothing had been.

import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { flies, passTicks, play, waitForHook } from './hook.ts'

/** Takes the graphics context away, and returns what gives it back. */
function lose(page: Page): Promise<{ restore(): Promise<void> }> {
  return page
    .evaluate(() => {
      const extension = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
      Object.assign(window, { __context: extension })
      extension?.loseContext()
    })
    .then(() => ({
      restore: () =>
        page.evaluate(() =>
          (window as unknown as { __context: { restoreContext(): void } }).__context.restoreContext(),
        ),
    }))
}

/** How many brightnesses the canvas shows in the next picture: a blank one shows a single one. */
function shades(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        requestAnimationFrame(() => {
          // After the game's own drawing in this frame: before the page is shown its pixels can still be read.
          const canvas = document.querySelector('canvas')!
          const gl = canvas.getContext('webgl2')!
          const { width, height } = canvas
          const pixels = new Uint8Array(width * height * 4)
          gl.bindFramebuffer(gl.FRAMEBUFFER, null)
          gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
          const seen = new Set<number>()
          for (let i = 0; i < pixels.length; i += 4) seen.add(pixels[i]! + pixels[i + 1]! + pixels[i + 2]!)
          done(seen.size)
        })
      }),
  )
}

test('a lost graphics context costs some pictures and nothing of the game', async ({ calm, newPlayer }) => {
  const page = await newPlayer(`${calm.play}/?debug&q=low`)
  const { ownId } = await play(page, 'Phoenix')
  await expect.poll(() => shades(page), { intervals: [100] }).toBeGreaterThan(40)

  for (let round = 0; round < 2; round++) {
    const context = await lose(page)
    await waitForHook(page, 'the loss is known', (hook) => hook.stats.lost === true)
    await passTicks(page, 10)
    await context.restore()
    await waitForHook(page, 'the context is back', (hook) => hook.stats.lost === false)
    await expect.poll(() => shades(page), { intervals: [100] }).toBeGreaterThan(40)
  }

  const before = await waitForHook(page, 'still flying', flies)
  expect(before.ownId).toBe(ownId)
  const drawn = Number(before.stats.pictures)
  await waitForHook(
    page,
    'pictures go on',
    (hook) => Number(hook.stats.pictures) > drawn + 5 && Number(hook.stats.quads) > 50,
  )
})
