// Pictures for people to look at, in test-output/screenshots, and a check that they show something.

import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'

const folder = fileURLToPath(new URL('../../test-output/screenshots', import.meta.url))

/** A phone on its side. */
export const phone = { width: 844, height: 390 }
const desk = { width: 1280, height: 720 }

/** Saves NAME-1280x720.png and such, expects none to be blank, and restores the page's size. */
export async function takeScreenshots(page: Page, name: string, sizes = [desk, phone]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const before = page.viewportSize()
  for (const size of sizes) {
    await page.setViewportSize(size)
    await twoPictures(page)
    const png = await page.screenshot({ path: `${folder}/${name}-${size.width}x${size.height}.png`, timeout: 30_000 })
    expect(await contrast(page, png), `${name} at ${size.width}x${size.height} is blank`).toBeGreaterThan(2)
  }
  if (before) await page.setViewportSize(before)
}

/** Lets the page draw at its new size before it is looked at. */
function twoPictures(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  )
}

/** The standard deviation of the picture's brightness, 0 to 127. A neighbour page decodes it: no policy of ours there. */
async function contrast(page: Page, png: Buffer): Promise<number> {
  const bench = await page.context().newPage()
  try {
    return await bench.evaluate(async (base64) => {
      const image = new Image()
      image.src = `data:image/png;base64,${base64}`
      await image.decode()
      const canvas = new OffscreenCanvas(160, 90)
      const pen = canvas.getContext('2d')
      if (!pen) throw new Error('no 2D canvas')
      pen.drawImage(image, 0, 0, 160, 90)
      const { data } = pen.getImageData(0, 0, 160, 90)
      let sum = 0
      let squares = 0
      for (let i = 0; i < data.length; i += 4) {
        const grey = (Number(data[i]) + Number(data[i + 1]) + Number(data[i + 2])) / 3
        sum += grey
        squares += grey * grey
      }
      const count = data.length / 4
      return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
    }, png.toString('base64'))
  } finally {
    await bench.close()
    await page.bringToFront()
  }
}
