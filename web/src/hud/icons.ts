// Small line icons as paths on a 24 x 24 field, drawn in the colour of the text around them.

const svg = 'http://www.w3.org/2000/svg'

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

const gear = 'M4 7h16M4 17h16M9 4v6M15 14v6'

/** The icon of an upgrade track; a diamond for one we do not know yet. */
export function trackIcon(track: string): SVGElement {
  return icon(tracks[track] ?? 'M12 3l9 9-9 9-9-9z')
}

export function gearIcon(): SVGElement {
  return icon(gear)
}

/** An arrow leaving its box. */
export function shareIcon(): SVGElement {
  return icon('M12 15V3M7 7l5-5 5 5M5 12v9h14v-9')
}

function icon(path: string): SVGElement {
  const node = document.createElementNS(svg, 'svg')
  node.setAttribute('viewBox', '0 0 24 24')
  node.setAttribute('aria-hidden', 'true')
  node.setAttribute('class', 'icon')
  const line = document.createElementNS(svg, 'path')
  line.setAttribute('d', path)
  node.append(line)
  return node
}

/** The word ORBRAWL as one drawing of strokes, the same on every machine whatever its fonts. */
export function logo(): SVGElement {
  const node = document.createElementNS(svg, 'svg')
  node.setAttribute('viewBox', '0 0 412 72')
  node.setAttribute('class', 'logo')
  node.setAttribute('role', 'img')
  node.setAttribute('aria-label', 'Orbrawl')
  const ring = document.createElementNS(svg, 'circle')
  ring.setAttribute('cx', '36')
  ring.setAttribute('cy', '36')
  ring.setAttribute('r', '26')
  ring.setAttribute('class', 'logo-orb')
  const dart = document.createElementNS(svg, 'path')
  dart.setAttribute('d', 'M51 24L23 35l11 3.5 4.5 11z')
  dart.setAttribute('class', 'logo-dart')
  const letters = document.createElementNS(svg, 'path')
  letters.setAttribute(
    'd',
    'M82 62V10h26l10 10v6l-10 10H82M104 36l16 26' + // R
      'M140 10v52h26l9-9v-8l-8-9 7-9v-8l-9-9zM140 36h27' + // B
      'M196 62V10h26l10 10v6l-10 10h-26M218 36l16 26' + // R
      'M250 62l20-52h6l20 52M258 45h30' + // A
      'M304 10l15 52h4l13-40 13 40h4l15-52' + // W
      'M384 10v52h28', // L
  )
  letters.setAttribute('class', 'logo-letters')
  node.append(ring, dart, letters)
  return node
}
