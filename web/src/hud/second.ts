// The second half of the HUD: what nobody needs in the first seconds of a visit, so it is fetched behind the first
// picture. The settings, the cards of levels and of death, looking around, sharing, the network graph, and what is
// spoken.

import type { Device } from '../input/held.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { AllWords } from '../words/later.ts'
import type { Caps } from './caps.ts'
import { createCards } from './cards.ts'
import type { ChoiceIndex } from './cards.ts'
import { createDeath } from './death.ts'
import { createNetGraph } from './netgraph.ts'
import type { NetGraph } from './netgraph.ts'
import { createOptions } from './options.ts'
import type { Options } from './options.ts'
import { armShare } from './share.ts'
import { createSpeaker } from './speaker.ts'
import type { FeedRow, HudActions, HudState } from './state.ts'
import { createWatch } from './watch.ts'

export { allWords } from '../words/later.ts'

/** What the first half has for the second. */
export interface First {
  menu: HTMLElement
  share(): HTMLElement // another button for sharing
  shared: HTMLElement // the one in the menu
  board: HTMLElement
  hints: HTMLElement
  signal: AbortSignal // the end of all listeners
  play(): void
}

/** What stands however often the HUD is furnished. */
export interface Second {
  readonly options: Options
  readonly graph: NetGraph
  /** Puts the parts among those of the first half. */
  furnish(words: AllWords, first: First): Extra
}

/** The parts in one language. */
export interface Extra {
  update(state: HudState): void
  device(device: Device): void
  choose(index: ChoiceIndex): void
  /** The next flight, where the card of a death is up. */
  again(): void
  cut(): void
  row(row: FeedRow): void
}

export function openSecond(settings: SettingsStore, caps: Caps, actions: HudActions): Second {
  let spoken: AllWords
  const options = createOptions(settings, () => spoken, actions.quit)
  const graph = createNetGraph()
  const fly = (): void => actions.play(settings.now.name, settings.now.hue)
  const around = (): void => actions.watch('on')
  return {
    options,
    graph,
    furnish(words, first) {
      spoken = words
      const speaker = createSpeaker(words)
      const share = first.share()
      for (const button of [first.shared, share]) armShare(button, words, speaker.say)
      const death = createDeath(words, share, fly, around)
      const cards = createCards(words, caps, actions.choose)
      const again = (): void => (death.up ? death.again() : first.play())
      const watch = createWatch(words, caps, actions, first.board, again)
      watch.listen(first.signal)
      first.hints.after(graph.node)
      first.board.before(watch.node)
      first.menu.before(cards.node, death.node)
      first.menu.after(options.node, speaker.node)
      options.speak()
      const parts = [watch, cards, death, options, speaker]
      return {
        update(state) {
          for (const part of parts) part.update(state)
          graph.draw(performance.now())
        },
        device: watch.device,
        choose: cards.choose,
        again: death.again,
        cut: watch.cut,
        row: speaker.row,
      }
    },
  }
}
