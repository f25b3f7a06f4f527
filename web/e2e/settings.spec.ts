// The settings sheet: languages, palettes and keys count at once, survive a reload, and need no mouse.

import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { flies, play, waitForHook } from './hook.ts'
import { desk, phone, takeScreenshots } from './screenshot.ts'

test.use({ trace: 'off' }) // it takes pictures, which a software GPU draws slowly

const address = (play: string): string => `${play}/?debug&q=low`
const sheet = (page: Page) => page.getByRole('dialog').and(page.locator('.options'))

async function openSheet(page: Page): Promise<void> {
  await waitForHook(page, 'the page is up', (hook) => hook.phase === 'menu' || hook.phase === 'flying')
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toBeVisible()
}

const titles = { en: 'Settings', de: 'Einstellungen', fr: 'Réglages' }

test('the page speaks three languages, and the choice survives a reload', async ({ calm, newPlayer }) => {
  test.setTimeout(90_000)
  const page = await newPlayer(address(calm.play), { device: { locale: 'de-AT' } })
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('button', { name: 'Spielen' })).toBeVisible()
  await openSheet(page)
  for (const [code, title] of Object.entries(titles)) {
    await page.locator('.options select').first().selectOption(code)
    await expect(page.locator('html')).toHaveAttribute('lang', code)
    await expect(sheet(page)).toHaveAccessibleName(title)
    await expect(page.locator('.options select').first(), 'the choice keeps the focus').toBeFocused()
    await takeScreenshots(page, `settings-${code}`, code === 'en' ? [desk, phone] : [phone])
  }
  await page.reload()
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await expect(page.getByRole('button', { name: 'Jouer' })).toBeVisible()
})

test('every setting survives a reload', async ({ calm, newPlayer }) => {
  const page = await newPlayer(address(calm.play))
  await openSheet(page)
  const rows = page.locator('.options label.option')
  const set = (): Promise<Record<string, string>> =>
    page.evaluate(() => {
      const found: Record<string, string> = {}
      for (const control of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
        '.options label :is(input, select)',
      )) {
        const name = control.closest('label')?.querySelector('span')?.textContent ?? ''
        found[name] =
          control instanceof HTMLInputElement && control.type === 'checkbox' ? String(control.checked) : control.value
      }
      return found
    })
  const before = await set()
  await rows.getByRole('combobox').nth(1).selectOption('redGreen')
  await rows.getByRole('combobox').nth(2).selectOption('low')
  await rows.getByRole('combobox').nth(3).selectOption('reduced')
  for (const slider of await rows.getByRole('slider').all()) {
    await slider.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
  }
  for (const box of await rows.getByRole('checkbox').all()) await box.check()
  await rows.getByRole('combobox').nth(0).selectOption('en')
  const chosen = await set()
  for (const [name, value] of Object.entries(before)) expect(chosen[name], `${name} was changed`).not.toBe(value)
  await page.reload()
  await openSheet(page)
  expect(await set()).toEqual(chosen)
  await expect(page.locator('html')).toHaveAttribute('data-palette', 'redGreen')
  expect(await page.locator('html').evaluate((html) => html.style.getPropertyValue('--hue5'))).toBe('#faf840')
})

test('keys are bound anew in flight, swapped, shown in hints, kept and taken back', async ({ calm, newPlayer }) => {
  const page = await newPlayer(address(calm.play))
  await play(page, 'Ada')
  await expect(page.locator('.how kbd').first()).toHaveText('W')
  await page.keyboard.press('Escape')
  const up = page.getByRole('button', { name: /^Fly up/ })
  await up.click()
  await expect(up).toHaveText('Press a key…')
  await page.keyboard.press('KeyI')
  await expect(up).toHaveAccessibleName(/^Fly up: I/)
  const fire = page.getByRole('button', { name: /^Fire:/ })
  await fire.press('Enter')
  await page.keyboard.press('KeyE')
  await expect(page.locator('.note')).toHaveText('Fire is now on E; Mining beam moved to Space.')
  await fire.press('Enter')
  await page.keyboard.press('F5')
  await expect(page.locator('.note')).toHaveText('F5 cannot be used here.')
  await fire.press('Enter')
  await page.keyboard.press('Escape')
  await expect(sheet(page), 'Escape gives up the key, not the sheet').toBeVisible()
  await expect(fire).toHaveAccessibleName(/^Fire: E/)
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toBeHidden()
  await expect(page.locator('.how kbd').first(), 'what teaches keys follows').toHaveText('I')

  const from = await waitForHook(page, 'the ship flies', flies)
  await page.keyboard.down('KeyI')
  await waitForHook(page, 'the new key flies the ship up', (hook) => hook.y < from.y - 30)
  await page.keyboard.up('KeyI')
  await page.reload()
  await openSheet(page)
  await expect(up).toHaveAccessibleName(/^Fly up: I/)
  await page.getByRole('button', { name: 'Reset keys' }).click()
  await expect(up).toHaveAccessibleName(/^Fly up: W/)
})

test('no label of the page is outside the word files', async ({ calm, newPlayer }) => {
  test.setTimeout(120_000)
  const page = await newPlayer(`${address(calm.play)}&lang=xx`)
  await openSheet(page)
  await takeScreenshots(page, 'settings-xx', [desk])
  expect(await page.evaluate(bareTexts)).toEqual([])
  await page.keyboard.press('Escape')
  await page.evaluate(() => document.querySelector('form')?.requestSubmit())
  await waitForHook(page, 'the ship flies', flies)
  expect(await page.evaluate(bareTexts)).toEqual([])
})

/** Runs in the page: texts and names that hold letters and no bracket of the made-up language. */
function bareTexts(): string[] {
  const bare = (text: string): boolean => /\p{L}{2}/u.test(text) && !/[⟦⟧]|^Orbrawl$/.test(text)
  const own = 'bdi, option[lang], kbd, .netgraph, .bind, small, [value]'
  const found: string[] = []
  for (const node of document.querySelectorAll('#hud, #hud *, .touch *, #view')) {
    if (node.closest(own)) continue
    const said = [node.getAttribute('aria-label'), node.getAttribute('placeholder'), node.getAttribute('title')]
    const speaks = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE)
    if (speaks) said.push(node.textContent)
    found.push(...said.filter((text): text is string => text !== null && bare(text)))
  }
  return found
}
