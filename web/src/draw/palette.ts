// Every colour of the world, in display encoding. The ship hues are those of the palette in force, which the player
// chooses; red-orange is kept for danger and amber for the bounty.

import { palettes } from '../settings/palette.ts'
import type { PaletteName } from '../settings/palette.ts'

/** `#rrggbb` to the 0xBBGGRR a batch wants. */
export function ink(css: string): number {
  const rgb = Number.parseInt(css.slice(1), 16)
  return ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >>> 16)
}

const hueInks = new Int32Array(8)

export function hueInk(hue: number): number {
  return hueInks[hue & 7]!
}

const hueGains = new Float32Array(8)

/** How much a hue must shine to glow as much as the others: dark hues more, light ones less. */
export function hueGain(hue: number): number {
  return hueGains[hue & 7]!
}

export const inks = {
  white: ink('#ffffff'),
  spark: ink('#ffd9a0'),
  fire: ink('#ff9b45'),
  ember: ink('#ff5a1e'),
  ore: ink('#a86bff'),
  rich: ink('#ffb52e'),
  repair: ink('#4dffa6'),
  dust: ink('#a4937f'),
  danger: ink('#ff3b3b'),
  gold: ink('#ffcf4a'),
  guard: ink('#fff0c4'),
  ice: ink('#bfe4ff'),
  night: ink('#05080f'),
  shield: ink('#59c8ff'),
  healthy: ink('#7dffb8'),
  worn: ink('#ffd257'),
}

/** Paints with another set of colours from now on. */
export function choosePalette(name: PaletteName): void {
  const { hues, good, warn } = palettes[name]
  hues.forEach((css, hue) => {
    hueInks[hue] = ink(css)
    hueGains[hue] = 1.4 - 0.85 * lightness(css)
  })
  inks.healthy = inks.repair = ink(good)
  inks.worn = ink(warn)
}

// Of the light of a screen, 0..1: what an eye makes of it, near enough.
function lightness(css: string): number {
  const rgb = Number.parseInt(css.slice(1), 16)
  const linear = (byte: number): number => (byte / 255) ** 2.2
  return 0.2126 * linear(rgb >>> 16) + 0.7152 * linear((rgb >>> 8) & 0xff) + 0.0722 * linear(rgb & 0xff)
}

choosePalette('standard')

/** The colour of a piece of ore by its kind: 0 plain, 1 rich, 2 repair. */
export function oreInk(kind: number): number {
  return kind === 2 ? inks.repair : kind === 1 ? inks.rich : inks.ore
}
