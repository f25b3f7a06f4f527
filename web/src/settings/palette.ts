// The eight ship colours, the same for hulls in the world, names in the HUD and the choice in the
// menu. The index travels on the wire, so the order is fixed: append, never reorder. Neighbours differ
// in lightness as well as in hue, so that they stay apart for colour-blind eyes.

export interface ShipColour {
  name: string // what a screen reader says
  css: string // #rrggbb, sRGB
}

export const shipColours: readonly ShipColour[] = [
  { name: 'Cyan', css: '#3fd8ff' },
  { name: 'Rose', css: '#ff4f74' },
  { name: 'Green', css: '#6df59a' },
  { name: 'Amber', css: '#ffc44d' },
  { name: 'Violet', css: '#a884ff' },
  { name: 'Orange', css: '#ff7f3f' },
  { name: 'Ice', css: '#e6f1ff' },
  { name: 'Pink', css: '#ff8fe6' },
]
