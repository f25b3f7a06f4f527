// Every colour of the world, in display encoding. The eight ship hues differ in lightness too, so
// that they stay apart for colour-blind eyes; red-orange is kept for danger and amber for the bounty.

/** Ship hues by index, as CSS colours for whoever shows a ship outside the canvas. */
export const hueNames: readonly string[] = [
  '#2fd8ff', // cyan, light
  '#ff4d7e', // rose, middle
  '#9dff57', // lime, very light
  '#ff8a1f', // orange, middle
  '#5a7dff', // blue, dark
  '#ffe45e', // yellow, lightest
  '#c25bff', // violet, dark
  '#dde6f2', // white
]

/** `#rrggbb` to the 0xBBGGRR a batch wants. */
export function ink(css: string): number {
  const rgb = Number.parseInt(css.slice(1), 16)
  return ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >>> 16)
}

const hueInks = Int32Array.from(hueNames, ink)

export function hueInk(hue: number): number {
  return hueInks[hue & 7]!
}

const hueGains = Float32Array.of(1, 1.15, 0.85, 1.05, 1.5, 0.8, 1.2, 0.7)

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
} as const

/** The colour of a piece of ore by its kind: 0 plain, 1 rich, 2 repair. */
export function oreInk(kind: number): number {
  return kind === 2 ? inks.repair : kind === 1 ? inks.rich : inks.ore
}
