// The page around a game: frames, size, visibility, network, settings, and what is said when nothing works.

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
  const follow = (): void => followSettings(rooms)
  rooms.settings.watch(follow)
  follow()
}

function followSettings({ settings, view, audio, controls }: Rooms): void {
  const { volume, mute, shake, quality, autoFire } = settings.now
  audio.setVolume(volume)
  audio.setMute(mute)
  view.setShake(shake)
  view.setReducedMotion(settings.calm())
  if (new URLSearchParams(location.search).get('q') === null) view.setQuality(quality)
  controls.setAutoFire(autoFire)
}

export function reloadPage(): void {
  location.reload()
}

/** Tells the player in words why there is no game. */
export function showFailure(reason: unknown): void {
  console.error(reason)
  const card = document.createElement('p')
  card.setAttribute('role', 'alert')
  card.textContent = reason instanceof Error ? reason.message : String(reason)
  document.querySelector('#hud')?.replaceChildren(card)
}
