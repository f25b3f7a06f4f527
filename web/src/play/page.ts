// The page around a game: frames, size, visibility, network, settings, and what is said when nothing works.

import { choosePalette } from '../draw/palette.ts'
import { bindingsOf } from '../input/bindings.ts'
import { loadWords, pickLanguage } from '../words/languages.ts'
import type { Game, Rooms } from './game.ts'

/** Runs a picture with every frame of the browser; hidden tabs get none. */
export function runFrames(game: Game): void {
  const next = (): void => {
    game.frame(performance.now())
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
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
  void addFeel(game, rooms)
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

// Without it the game is a little less lively, and no worse. Nobody fights before a hand has moved.
async function addFeel(game: Game, rooms: Rooms): Promise<void> {
  await firstHand()
  const loaded = await import('./feel.ts').catch(() => null)
  game.feel = loaded?.openFeel(rooms, game.stop, document.body) ?? null
}

function firstHand(): Promise<void> {
  return new Promise((done) => {
    for (const sign of ['pointerdown', 'keydown', 'gamepadconnected'])
      window.addEventListener(sign, () => done(), { once: true })
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
