// What `?debug` lays open for tests as `window.__orbrawl`. Reading it changes nothing; `cut` drops the line.

import type { Game } from './game.ts'

export function layOpen(game: Game): void {
  Object.assign(window, { __orbrawl: hookOf(game) })
}

function hookOf(game: Game): object {
  const { line, clock, own, picture, standing } = game
  return {
    get phase() {
      return game.phase
    },
    get ownId() {
      return game.ownId
    },
    get tick() {
      return picture.shown.tick
    },
    get x() {
      return picture.shown.focusX
    },
    get y() {
      return picture.shown.focusY
    },
    get score() {
      return standing.progress.score
    },
    get ships() {
      const { ships } = picture.shown
      return ships.items.slice(0, ships.count).map(({ id, name, x, y, own: ours, fade, protected: safe }) => {
        return { id, name, x, y, own: ours, fade, protected: safe }
      })
    },
    get afar() {
      return picture.shown.afar.count
    },
    get eye() {
      return { x: game.eye.x, y: game.eye.y }
    },
    get rockAt() {
      return placesOf(picture.shown.rocks)
    },
    get oreAt() {
      return placesOf(picture.shown.ore)
    },
    get rocks() {
      return picture.shown.rocks.count
    },
    get bolts() {
      return picture.shown.bolts.count
    },
    get stats() {
      return {
        rttMs: clock.rttMs,
        margin: clock.margin,
        jitter: clock.jitter,
        delayTicks: clock.delayTicks,
        lagTicks: clock.lag,
        corrections: own.corrections,
        maxCorrectionU: own.maxCorrectionU,
        lastCorrectionU: own.lastCorrectionU,
        bytesIn: line.bytesIn,
        bytesOut: line.bytesOut,
        frames: line.frames,
        line: line.state,
        ...game.drawn,
      }
    },
    cut: () => line.cut(),
  }
}

function placesOf({ items, count }: { items: readonly { x: number; y: number }[]; count: number }): object[] {
  return items.slice(0, count).map(({ x, y }) => ({ x, y }))
}
