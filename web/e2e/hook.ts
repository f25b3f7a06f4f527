// What a page opened with ?debug tells of itself. Tests assert on this, never on pixels alone.

import { expect, type Page } from '@playwright/test'

export interface Hook {
  phase: string
  ownId: number
  tick: number
  x: number
  y: number
  score: number
  ships: { id: number; name: string; x: number; y: number; own: boolean; fade: number }[]
  bolts: number
  stats: Record<string, unknown>
}

/** The hook's state now, or null while the page has none. */
export function readHook(page: Page): Promise<Hook | null> {
  return page.evaluate(() => {
    const hook = (window as unknown as { __orbrawl?: Hook }).__orbrawl
    if (!hook) return null
    const { phase, ownId, tick, x, y, score, ships, bolts, stats } = hook
    return JSON.parse(JSON.stringify({ phase, ownId, tick, x, y, score, ships, bolts, stats })) as Hook
  })
}

/** Polls until the state satisfies the condition, and returns it. The words say in the report what was waited for. */
export async function waitForHook(
  page: Page,
  words: string,
  holds: (hook: Hook) => boolean,
  timeoutMs = 15_000,
): Promise<Hook> {
  let last: Hook | null = null
  const look = async (): Promise<boolean> => {
    last = await readHook(page)
    return last !== null && holds(last)
  }
  const message = (): string => `${words}; last seen: ${JSON.stringify(last)?.slice(0, 600)}`
  try {
    await expect.poll(look, { message: words, intervals: [50], timeout: timeoutMs }).toBe(true)
  } catch {
    throw new Error(`waited ${timeoutMs} ms in vain: ${message()}`)
  }
  return last as unknown as Hook
}

/** The own ship flies and is in the picture, so that the place the hook tells is that of the ship. */
export const flies = (hook: Hook): boolean => hook.phase === 'flying' && hook.ships.some((ship) => ship.own)

/** Types the name into the menu, presses Play by Enter, and returns when the ship flies. */
export async function play(page: Page, name: string): Promise<Hook> {
  await waitForHook(page, 'the menu is open', (hook) => hook.phase === 'menu')
  await page.getByRole('textbox').first().fill(name)
  await page.keyboard.press('Enter')
  return waitForHook(page, `${name} flies`, flies)
}

/** Waits until the page shows the world that many ticks later, a thirtieth of a second each. */
export async function passTicks(page: Page, ticks: number): Promise<Hook> {
  const from = await readHook(page)
  return waitForHook(page, `${ticks} ticks pass`, (hook) => hook.tick >= (from?.tick ?? 0) + ticks)
}
