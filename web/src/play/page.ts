// The page around a game: frames, size, visibility, network, settings, and what is said when nothing works.

import { choosePalette } from '../draw/palette.ts'
import { bindingsOf } from '../input/bindings.ts'
import { loadWords, pickLanguage } from '../words/languages.ts'
import type { HudActions } from '../hud/state.ts'
import type { Game, Rooms } from './game.ts'
import type * as Later from './later.ts'

const longestPaintMs = 100
const againMs = 3000
const mostAgainMs = 60_000
const longestIdleMs = 1000

/** Runs a picture with every frame of the browser; hidden tabs get none. */
export function runFrames(game: Game): void {
  const next = (): void => {
    game.frame(performance.now())
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}

/** Resolves when what stands on the page has been painted; a tab that is not seen does not wait. */
export function painted(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done, 0))
    setTimeout(done, longestPaintMs)
  })
}

/**
 * Wishes for a game that is not there yet: the menu stands before it. A press of Play is kept by the menu itself, the
 * wish to look around here.
 */
export function relayActions(): { actions: HudActions; goTo(actions: HudActions): void } {
  let to: HudActions | null = null
  let looks = false
  const actions: HudActions = {
    play: (name, hue) => to?.play(name, hue),
    choose: (index) => to?.choose(index),
    quit: () => to?.quit(),
    reload: reloadPage,
    watch(wish) {
      looks = wish !== 'off'
      to?.watch(wish)
    },
    watchRow: (index) => to?.watchRow(index),
    drag: (dx, dy) => to?.drag(dx, dy),
    zoom: (factor) => to?.zoom(factor),
  }
  return {
    actions,
    goTo(next) {
      to = next
      if (looks) next.watch('on')
    },
  }
}

/** Ties the page's events to the game. */
export function wire(game: Game, rooms: Rooms): void {
  addEventListener('resize', () => game.resize())
  addEventListener('online', () => game.wake())
  addEventListener('pageshow', () => game.wake())
  document.addEventListener('visibilitychange', () => game.show(!document.hidden))
  rooms.controls.onEvent((event) => game.press(event))
  const speak = (): void => followTongue(rooms)
  rooms.tongue.watch(speak)
  speak()
  const follow = (): void => followSettings(rooms)
  rooms.settings.watch(follow)
  follow()
  followKeys(rooms)
}

// Only when they change: a new table lets go of every key that is down.
function followKeys({ settings, controls }: Rooms): void {
  let known = ''
  const follow = (): void => {
    const told = JSON.stringify(settings.now.keys)
    if (told === known) return
    known = told
    controls.rebind(bindingsOf(settings.now.keys))
  }
  settings.watch(follow)
  follow()
}

/** Gives what is fetched behind the first picture: once, and after a failure again from some seconds later on. */
export function laterOnce(): () => Promise<typeof Later> {
  let coming: Promise<typeof Later> | null = null
  const fetchAll = async (): Promise<typeof Later> => {
    try {
      const [later] = await Promise.all([import('./later.ts'), fetchStyle()])
      return later
    } catch (reason) {
      setTimeout(() => {
        coming = null
      }, againMs)
      throw reason
    }
  }
  return () => (coming ??= fetchAll())
}

// The page names the sheet, for only the build knows its name. It may be there when the script alone was lost.
function fetchStyle(): Promise<void> {
  const href = document.querySelector<HTMLElement>('link[data-later]')?.dataset['later']
  if (href === undefined || document.querySelector(`link[rel="stylesheet"][href="${href}"]`)) return Promise.resolve()
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  document.head.append(link)
  return new Promise((done, failed) => {
    link.onload = () => done()
    link.onerror = () => {
      link.remove()
      failed(new Error(href))
    }
  })
}

/** Fetches the rest behind the first picture of the world, when the page has nothing better to do. */
export async function fetchRest(game: Game, rooms: Rooms, later: () => Promise<typeof Later>): Promise<void> {
  await firstPicture(game)
  performance.mark('picture')
  await idle()
  const loaded = await persistently(later)
  rooms.view.complete(loaded)
  rooms.controls.complete(loaded)
  game.bendAim(new loaded.AimAssist())
  game.feel = loaded.openFeel(rooms, game.stop, document.body)
  await game.complete()
  void import('../audio/desk.ts').catch(() => undefined)
}

// A phone without it has no thumbs.
async function persistently<T>(fetch: () => Promise<T>): Promise<T> {
  for (let waitMs = againMs; ; waitMs = Math.min(mostAgainMs, waitMs * 2)) {
    try {
      return await fetch()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
}

function firstPicture(game: Game): Promise<void> {
  return new Promise((done) => {
    const look = (): void => (game.drawn.pictures > 0 ? done() : void requestAnimationFrame(look))
    look()
  })
}

function idle(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: longestIdleMs })
    else setTimeout(done, longestIdleMs) // Safari
  })
}

function followSettings({ settings, view, audio, controls }: Rooms): void {
  const { volume, effects, mute, shake, quality, autoFire, palette } = settings.now
  audio.setVolume(volume)
  audio.setMute(mute)
  audio.setMix(effects, settings.now.interface)
  view.setShake(shake)
  view.setReducedMotion(settings.calm())
  if (new URLSearchParams(location.search).get('q') === null) view.setQuality(quality)
  controls.setAutoFire(autoFire)
  choosePalette(palette)
}

// What is said outside the HUD: the page's language, the picture's name, the touch buttons.
function followTongue({ tongue, controls }: Rooms): void {
  const { words } = tongue
  document.documentElement.lang = words.lang
  document.querySelector('#view')?.setAttribute('aria-label', words.view)
  controls.label({ beam: words['touch.beam'], boost: words['touch.boost'] })
}

export function reloadPage(): void {
  location.reload()
}

/** Tells the player in words why there is no game: in their own where the error's cause is a key of ours. */
export async function showFailure(reason: unknown): Promise<void> {
  console.error(reason)
  const words = await loadWords(pickLanguage('auto', navigator.languages))
  const said = reason instanceof Error ? reason.message : String(reason)
  const card = document.createElement('p')
  card.setAttribute('role', 'alert')
  const known: Readonly<Record<string, string>> = words
  card.textContent = known[`fail.${(reason as Error | null)?.cause}`] ?? said
  document.querySelector('#hud')?.replaceChildren(card)
}
