// Every colour that tells things apart, in display encoding and in four sets for different eyes: the eight ship hues,
// the same for hulls in the world, names in the HUD and the choice in the menu, and the hues that carry a meaning.
// The index of a hue travels on the wire: append, never reorder. Hues differ in lightness as well, so that they stay
// apart where colour alone fails; meaning never hangs on a hue alone.

export type PaletteName = 'standard' | 'redGreen' | 'blueYellow' | 'contrast'

export interface Palette {
  hues: readonly string[] // #rrggbb of the eight ship hues
  good: string // healthy, gained
  warn: string // worn, the bounty
  bad: string // low hull, loss
  foe: string // ships of others on the map
  ore: string
  shield: string
}

export const paletteNames: readonly PaletteName[] = ['standard', 'redGreen', 'blueYellow', 'contrast']

export const hueCount = 8

export const palettes: Readonly<Record<PaletteName, Palette>> = {
  standard: {
    hues: ['#2fd8ff', '#ff4d7e', '#9dff57', '#ff8a1f', '#6f8dff', '#ffe45e', '#c86bff', '#dde6f2'],
    good: '#6df59a',
    warn: '#ffc44d',
    bad: '#ff6079',
    foe: '#ff6b86',
    ore: '#b79bff',
    shield: '#36c6f4',
  },
  // Found by search: the eight that lie furthest apart as eyes without red or without green see them.
  redGreen: {
    hues: ['#18c3fc', '#e14661', '#bbf287', '#ec4b07', '#5d70f9', '#faf840', '#e22e9c', '#f2f6fb'],
    good: '#6fc3ff',
    warn: '#ffe680',
    bad: '#ff7a2e',
    foe: '#ff9b52',
    ore: '#c9b8ff',
    shield: '#9adfff',
  },
  // The same for eyes without blue.
  blueYellow: {
    hues: ['#1880ce', '#ef02a7', '#0ff92c', '#fd1308', '#a770ef', '#ebb607', '#ca2bf1', '#f2f6fb'],
    good: '#4fe0d0',
    warn: '#ffb3bd',
    bad: '#ff5c5c',
    foe: '#ff6b6b',
    ore: '#e9a6d4',
    shield: '#8ff0e6',
  },
  contrast: {
    hues: ['#00f0ff', '#ff5c8a', '#8cff00', '#ff9a00', '#8aa4ff', '#ffff00', '#e58aff', '#ffffff'],
    good: '#5dff9b',
    warn: '#ffe100',
    bad: '#ff7a8c',
    foe: '#ff8096',
    ore: '#d9c7ff',
    shield: '#5fe3ff',
  },
}
