// Pictures for people to look at, in test-output/screenshots, and a check that they show something.

import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { contrast, readPng } from './png.ts'

const folder = fileURLToPath(new URL('../../test-output/screenshots', import.meta.url))

/** A phone on its side. */
export const phone = { width: 844, height: 390 }
/** A screen on a desk. */
export const desk = { width: 1280, height: 720 }

/** Saves NAME-1280x720.png and such, expects none to be blank, and restores the page's size. */
export async function takeScreenshots(page: Page, name: string, sizes = [desk, phone]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const before = page.viewportSize()
  for (const size of sizes) {
    await page.setViewportSize(size)
    await twoPictures(page)
    const png = await page.screenshot({ path: `${folder}/${name}-${size.width}x${size.height}.png`, timeout: 30_000 })
    expect(contrast(readPng(png)), `${name} at ${size.width}x${size.height} is blank`).toBeGreaterThan(2)
  }
  if (before) await page.setViewportSize(before)
}

/** Lets the page draw at its new size before it is looked at. */
function twoPictures(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  )
}
