// Menus by pad: the way to push moves the focus to the nearest control that way, the main button presses it, and
// sideways a slider, a list or a choice of colours is turned. It is plain focus, so what a screen reader says and
// what the eye sees marked is the same as with a keyboard.

export type Push = 'up' | 'down' | 'left' | 'right'

interface Box {
  x: number // centre
  y: number
}

const controls = 'button,input,select,a[href]'

/** The layer that the pad moves in: the topmost dialog, or the menu; null in flight. */
export function openLayer(page: Document = document): HTMLElement | null {
  const layers = [...page.querySelectorAll<HTMLElement>('[role=alertdialog],[role=dialog],.menu')].filter(isSeen)
  return layers.findLast((layer) => layer.getAttribute('role') !== null) ?? layers[0] ?? null
}

const isSeen = (node: HTMLElement): boolean => node.getClientRects().length > 0

/** Moves the focus within `layer`, or turns the control that has it. */
export function pushFocus(layer: HTMLElement, push: Push): void {
  const now = layer.ownerDocument.activeElement as HTMLElement | null
  const inside = now !== null && now !== layer && layer.contains(now)
  if (inside && (push === 'left' || push === 'right') && turn(now, push === 'right' ? 1 : -1)) return
  const others = [...layer.querySelectorAll<HTMLElement>(controls)].filter((node) => isSeen(node) && isStop(node))
  if (!inside) return others[0]?.focus({ preventScroll: true })
  const at = nearest(
    centre(now),
    others.map((node) => (node === now ? null : centre(node))),
    push,
  )
  others[at]?.focus({ preventScroll: true })
  others[at]?.scrollIntoView({ block: 'nearest' })
}

/** Presses what has the focus. False when there is nothing to press, as in a text field. */
export function pressFocus(layer: HTMLElement): boolean {
  const now = layer.ownerDocument.activeElement as HTMLElement | null
  if (now === null || !layer.contains(now)) return false
  const presses = now.tagName === 'BUTTON' || now.tagName === 'A' || (now as HTMLInputElement).type === 'checkbox'
  if (presses) now.click()
  return presses
}

/**
 * Which of the places is the next one in the direction of the push: near along it, and little off to the side.
 * -1 when there is none that way.
 */
export function nearest(from: Box, places: readonly (Box | null)[], push: Push): number {
  const across = push === 'left' || push === 'right'
  const sign = push === 'right' || push === 'down' ? 1 : -1
  let best = -1
  let least = Infinity
  places.forEach((place, i) => {
    if (place === null) return
    const ahead = sign * (across ? place.x - from.x : place.y - from.y)
    const aside = Math.abs(across ? place.y - from.y : place.x - from.x)
    const cost = ahead + aside * (across ? 2.5 : 0.1)
    if (ahead < 4 || cost >= least) return
    least = cost
    best = i
  })
  return best
}

function centre(node: HTMLElement): Box {
  const { left, top, width, height } = node.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}

// Of a group of radio buttons only the chosen one is a stop: the others are reached sideways.
function isStop(node: HTMLElement): boolean {
  const input = node as HTMLInputElement
  return !(input.disabled || (input.type === 'radio' && !input.checked))
}

function turn(node: HTMLElement, step: 1 | -1): boolean {
  if (node instanceof HTMLSelectElement) {
    const to = node.selectedIndex + step
    if (to < 0 || to >= node.options.length) return true
    node.selectedIndex = to
  } else if (node instanceof HTMLInputElement && node.type === 'range') {
    if (step > 0) node.stepUp()
    else node.stepDown()
    node.dispatchEvent(new Event('input', { bubbles: true }))
  } else if (node instanceof HTMLInputElement && node.type === 'radio') {
    return turnRadio(node, step)
  } else return false
  node.dispatchEvent(new Event('change', { bubbles: true }))
  return true
}

function turnRadio(node: HTMLInputElement, step: 1 | -1): boolean {
  const group = [...(node.closest('fieldset') ?? document).querySelectorAll<HTMLInputElement>('input[type=radio]')]
  const same = group.filter((one) => one.name === node.name)
  const next = same[same.indexOf(node) + step]
  next?.focus({ preventScroll: true })
  next?.click()
  return next !== undefined
}
