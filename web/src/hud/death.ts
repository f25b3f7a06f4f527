// The card after a death: who, with what, how far you got, and the way back.

import { el, shownSlot, textSlot } from './dom.ts'
import type { DeathCard, HudState } from './state.ts'
import type { AllWords } from '../words/later.ts'
import { fill, numbersOf, word } from '../words/words.ts'

export interface Death {
  node: HTMLElement
  update(state: HudState): void
  /** Asks for the next flight if the card is up and has been for a moment. */
  again(): void
  /** Whether there is something to fly again after. */
  readonly up: boolean
}

/** The trigger is often still down at death: this long nothing counts as "play again". */
const settleMs = 700

export function createDeath(words: AllWords, share: HTMLElement, again: () => void, watch: () => void): Death {
  const body = el('div', 'death-body')
  const label = el('span', '', words.again)
  const button = el('button', 'main', label, el('kbd', '', words['key.Space']))
  button.type = 'button'
  button.setAttribute('aria-keyshortcuts', 'Space')
  const around = el('button', 'plain', words['watch.open'])
  around.type = 'button'
  around.addEventListener('click', watch)
  const setLabel = textSlot(label)
  const node = el('section', 'panel death', body, button, around, share)
  node.setAttribute('role', 'dialog')
  node.setAttribute('aria-label', words['death.title'])
  const visible = shownSlot(node)
  visible(false)
  let shown: DeathCard | null = null
  let since = 0
  const ask = (): void => {
    if (shown === null || performance.now() - since < settleMs) return
    since = performance.now() // a second press within the moment is the same wish
    again()
  }
  button.addEventListener('click', ask)
  return {
    node,
    update(state) {
      const card = state.phase === 'dead' ? state.death : null
      setLabel(state.queued ? words.queued : words.again)
      if (card === shown) return
      const opens = shown === null
      shown = card
      visible(card !== null)
      if (card === null) return
      writeCard(body, words, card)
      if (!opens) return
      since = performance.now()
      button.focus({ preventScroll: true })
    },
    again: ask,
    get up() {
      return shown !== null
    },
  }
}

function writeCard(body: HTMLElement, words: AllWords, card: DeathCard): void {
  const numbers = numbersOf(words)
  const weapon = word(words, `death.${card.weapon}`, 'death.title')
  const kept = card.levelKept > 1 ? fill(words['death.kept'], { level: card.levelKept }) : words['death.none']
  const killed = card.killer !== ''
  body.replaceChildren(
    el('h2', '', killed ? words['death.by'] : words['death.title']),
    el('p', 'killer', el('bdi', '', killed ? card.killer : weapon)),
    el('p', 'weapon', killed ? weapon : ''),
    el(
      'dl',
      '',
      figure(words['death.time'], clock(card.seconds)),
      figure(words['death.kills'], numbers.format(card.kills)),
      figure(words['death.score'], numbers.format(card.score)),
      figure(words['death.level'], numbers.format(card.level)),
    ),
    el('p', 'kept', kept),
  )
}

function figure(label: string, value: string): HTMLElement {
  return el('div', '', el('dt', '', label), el('dd', '', value))
}

/** Seconds as m:ss, with hours only when there are some. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds) || 0)
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}
