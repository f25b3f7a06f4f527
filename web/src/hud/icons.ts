// Small line icons as paths on a 24 x 24 field, drawn in the colour of the text around them.

const svg = 'http://www.w3.org/2000/svg'

const gear = 'M4 7h16M4 17h16M9 4v6M15 14v6'

export function gearIcon(): SVGElement {
  return icon(gear)
}

/** An arrow leaving its box. */
export function shareIcon(): SVGElement {
  return icon('M12 15V3M7 7l5-5 5 5M5 12v9h14v-9')
}

/** An icon by its path. */
export function icon(path: string): SVGElement {
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
