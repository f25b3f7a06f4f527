// Top left: hull, shield and energy; under them the level bar and the ore.

import { attrSlot, el, fillSlot, textSlot } from './dom.ts'
import type { HudState } from './state.ts'
import type { Words } from '../words/words.ts'
import { numbersOf } from '../words/words.ts'

export interface Bars {
  node: HTMLElement
  update(state: HudState): void
}

/** Below this part of the hull the bar and the picture's rim warn. */
export const lowHull = 0.3

export function createBars(words: Words): Bars {
  const hull = bar('bar bar-hull', words.hull)
  const shield = bar('bar bar-shield', words.shield)
  const energy = bar('bar bar-energy', words.energy)
  const level = levelBar(words)
  const node = el('div', 'bars', hull.node, shield.node, energy.node, level.node)
  const low = attrSlot(hull.node, 'data-low')
  return {
    node,
    update(state) {
      hull.set(state.hull, Math.ceil(state.hull * state.hullMax))
      shield.set(state.shield, Math.round(state.shield * state.shieldMax))
      energy.set(state.energy, Math.round(state.energy * 100))
      low(state.hull < lowHull)
      level.update(state)
    },
  }
}

interface Bar {
  node: HTMLElement
  set(fraction: number, points: number): void
}

// Two fills: the bright one jumps, the pale one behind follows slowly and so shows what was lost.
function bar(className: string, label: string): Bar {
  const fill = el('i', 'fill')
  const ghost = el('i', 'ghost')
  const number = el('b', '')
  const node = el('div', className, ghost, fill, el('span', '', label), number)
  const setFill = fillSlot(fill, ghost)
  const setText = textSlot(number)
  return {
    node,
    set(fraction, points) {
      setFill(fraction)
      setText(points)
    },
  }
}

function levelBar(words: Words): Bars {
  const fill = el('i', 'fill')
  const number = el('b', '')
  const ore = el('b', '')
  const node = el(
    'div',
    'level',
    el('span', 'level-name', `${words.level} `, number),
    el('div', 'level-track', fill),
    el('span', 'ore', ore, ` ${words.ore}`),
  )
  const setFill = fillSlot(fill)
  const setLevel = textSlot(number)
  const setOre = textSlot(ore)
  let last = -1
  let lastOre = -1
  return {
    node,
    update(state) {
      setFill(state.levelFrac)
      setLevel(state.level)
      if (state.ore !== lastOre) setOre(numbersOf(words).format(state.ore))
      lastOre = state.ore
      if (last !== -1 && state.level > last) flash(node)
      last = state.level
    },
  }
}

function flash(node: HTMLElement): void {
  node.classList.remove('risen')
  void node.offsetWidth // restarts the animation
  node.classList.add('risen')
}
