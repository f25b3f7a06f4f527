// Which layout fits the window, as tokens in `data-fit` for the style sheet. Media queries would not
// do: they do not know the player's HUD scale.

import type { SettingsStore } from '../settings/settings.ts'

/**
 * The tokens for a window of width x height CSS pixels at a HUD scale, separated by spaces:
 * `small` the compact layout, `short` a wide but low one, `narrow` low and not even wide,
 * `tall` a phone upright, `tiny` below 340 px of height. Empty for a desktop.
 */
export function layoutFor(width: number, height: number, scale: number): string {
  const w = width / scale
  const h = height / scale
  const small = h < 500 || w < 760
  const tall = w < 760 && h > w
  const tokens: string[] = []
  if (small) tokens.push('small')
  if (h < 500 && w >= 540) tokens.push('short')
  if (w < 640 && !tall) tokens.push('narrow')
  if (tall) tokens.push('tall')
  if (h < 340) tokens.push('tiny')
  return tokens.join(' ')
}

/** Keeps the page's `data-fit` true to its size and the player's scale. */
export function followSize(page: HTMLElement, settings: SettingsStore): void {
  const apply = (): void => {
    page.dataset['fit'] = layoutFor(innerWidth, innerHeight, settings.now.hudScale)
  }
  addEventListener('resize', apply)
  settings.watch(apply)
  apply()
}
