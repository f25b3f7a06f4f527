// The icons of the upgrade tracks.

import { icon } from './icons.ts'

const tracks: Readonly<Record<string, string>> = {
  engine: 'M4 12h6M2 7h7M2 17h7M11 5l10 7-10 7z',
  hull: 'M12 2l8 4v6c0 5-4 8-8 10-4-2-8-5-8-10V6z',
  shield: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 8a4 4 0 0 1 4 4',
  damage: 'M12 2l2 7 7-2-5 5 5 5-7-2-2 7-2-7-7 2 5-5-5-5 7 2z',
  rate: 'M3 8h7M3 16h7M12 8h3M12 16h3M17 5l5 3-5 3M17 13l5 3-5 3',
  range: 'M2 12h14M12 6l7 6-7 6M22 5v14',
  magnet: 'M5 3v9a7 7 0 0 0 14 0V3h-4v9a3 3 0 0 1-6 0V3zM5 7h4M15 7h4',
  energy: 'M13 2L5 14h6l-1 8 9-13h-7z',
  ability: 'M12 2v6M12 16v6M2 12h6M16 12h6M12 9l3 3-3 3-3-3z',
}

/** The icon of an upgrade track; a diamond for one we do not know yet. */
export function trackIcon(track: string): SVGElement {
  return icon(tracks[track] ?? 'M12 3l9 9-9 9-9-9z')
}
