// Boots the page: makes the rooms, fetches the catalog, starts the game, and runs its frames. Exports nothing.

import { createAudio } from './audio/audio.ts'
import { createView } from './draw/view.ts'
import { createHud } from './hud/hud.ts'
import type { HudActions } from './hud/state.ts'
import { defaultBindings } from './input/bindings.ts'
import { createControls, guessDevice } from './input/controls.ts'
import { createLine } from './net/line.ts'
import { keepOfflinePage } from './play/app.ts'
import { fetchCatalog } from './play/catalog.ts'
import { Game } from './play/game.ts'
import { browserGround, socketAddress } from './play/ground.ts'
import { fetchRest, laterOnce, painted, relayActions, reloadPage, runFrames, showFailure, wire } from './play/page.ts'
import { newHudState } from './play/panel.ts'
import { openSettings } from './settings/settings.ts'
import { openTongue } from './words/tongue.ts'

const build = 'web'
const ground = browserGround(socketAddress(location))
const line = createLine(ground, build, navigator.language)

async function boot(): Promise<void> {
  line.open() // the server answers while the rest is made
  const fetching = fetchCatalog()
  const canvas = document.querySelector<HTMLCanvasElement>('#view')!
  const query = new URLSearchParams(location.search)
  const settings = openSettings()
  const debug = query.has('debug') ? import('./play/debug.ts') : null
  const tongue = await openTongue(settings, debug && query.get('lang'))
  const later = laterOnce()
  const { actions, goTo } = relayActions()
  const hud = createHud(document.querySelector<HTMLElement>('#hud')!, actions, settings, tongue, later)
  hud.device(guessDevice())
  hud.update(newHudState())
  await painted() // the menu is read while the picture is prepared
  const asked = query.get('q')
  const quality = asked === 'low' || asked === 'medium' || asked === 'high' ? asked : settings.now.quality
  const view = createView(canvas, { quality, reducedMotion: settings.calm(), shake: settings.now.shake })
  const controls = createControls(canvas, defaultBindings)
  const furnished = (wishes: HudActions) => {
    goTo(wishes)
    return hud
  }
  const rooms = { view, audio: createAudio(), controls, settings, tongue, hud: furnished, reload: reloadPage }
  const game = new Game(await fetching, ground, line, rooms)
  wire(game, rooms)
  ;(await debug)?.layOpen(game)
  game.start()
  runFrames(game)
  void view.warm()
  void fetchRest(game, rooms, later)
  keepOfflinePage()
}

boot().catch((reason: unknown) => {
  line.close() // or it would call the server again and again, for nobody
  return showFailure(reason)
})
