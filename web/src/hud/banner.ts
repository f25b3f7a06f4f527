// Words over the picture: warnings while flying, the line that dropped, the page that is closed; and
// the red or violet rim of the picture that goes with them.

import { lowHull } from './bars.ts'
import { attrSlot, el, shownSlot, textSlot } from './dom.ts'
import type { HudState } from './state.ts'
import type { Words } from '../words/words.ts'
import { fill, word } from '../words/words.ts'

export interface Banner {
  node: HTMLElement
  update(state: HudState): void
}

/** Which warning the picture's top shows: the most pressing one only. */
export function warning(state: HudState): 'silent' | 'storm' | 'lowHull' | 'ownBounty' | null {
  if (state.phase !== 'flying') return null
  if (state.quality === 'lost') return 'silent'
  if (state.storm) return 'storm'
  if (state.hull < lowHull) return 'lowHull'
  return state.board.some((row) => row.own && row.bounty) ? 'ownBounty' : null
}

export function createWarnings(words: Words): Banner {
  const rim = el('div', 'rim')
  const line = el('p', 'warning')
  const setKind = attrSlot(line, 'data-kind')
  const setRim = attrSlot(rim, 'data-kind')
  const setText = textSlot(line)
  return {
    node: el('div', 'warnings', rim, line),
    update(state) {
      const kind = warning(state)
      setKind(kind)
      setRim(kind)
      setText(kind === null ? '' : words[kind])
    },
  }
}

/** What to say while the line is down; '' when nothing is known. */
export function whyDown(words: Words, state: HudState): string {
  if (state.why !== '') return word(words, `bye.${state.why}`, 'closed')
  return state.sentence || (state.autopilot ? words.autopilot : '')
}

export function createLineDown(words: Words): Banner {
  const sentence = el('p', '')
  const retry = el('p', 'retry')
  const node = el('section', 'panel line-down', el('h2', '', words.reconnecting), sentence, retry)
  const visible = shownSlot(node)
  const setSentence = textSlot(sentence)
  const setRetry = textSlot(retry)
  return {
    node,
    update(state) {
      const down = state.phase === 'reconnecting'
      visible(down)
      if (!down) return
      setSentence(whyDown(words, state))
      const seconds = Math.ceil(state.retryIn)
      setRetry(seconds > 0 ? fill(words.retry, { seconds }) : words.trying)
    },
  }
}

export function createClosed(words: Words, reload: () => void): Banner {
  const sentence = el('p', '')
  const button = el('button', 'main', words.reload)
  button.type = 'button'
  button.addEventListener('click', reload)
  const card = el('section', 'panel', el('h2', '', words.closed), sentence, button)
  card.setAttribute('role', 'alertdialog')
  card.setAttribute('aria-modal', 'true')
  card.setAttribute('aria-label', words.closed)
  const node = el('div', 'closed', card)
  const visible = shownSlot(node)
  const setSentence = textSlot(sentence)
  let was = false
  return {
    node,
    update(state) {
      const closed = state.phase === 'closed'
      visible(closed)
      if (closed) setSentence(whyDown(words, state))
      if (closed && !was) button.focus({ preventScroll: true })
      was = closed
    },
  }
}
