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

/**
 * How much the HUD grows with a big window, 1..1.5 in steps of 0.05: slower than the window, so that
 * the picture gains most of the room.
 */
export function growth(width: number, height: number): number {
  const room = Math.sqrt(Math.min(width / 1280, height / 720))
  return Math.round(Math.max(1, Math.min(1.5, room)) * 20) / 20
}

/** Keeps the root's font size, which is the HUD's scale, and `data-fit` true to window and settings. */
export function followSize(page: HTMLElement, settings: SettingsStore): void {
  const apply = (): void => {
    const scale = settings.now.hudScale * growth(innerWidth, innerHeight)
    page.style.fontSize = `${Math.round(scale * 100)}%`
    page.dataset['fit'] = layoutFor(innerWidth, innerHeight, scale)
  }
  addEventListener('resize', apply)
  settings.watch(apply)
  apply()
}
