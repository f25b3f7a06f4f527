// Boots the page: makes the rooms, fetches the catalog, starts the game, and runs its frames. Exports nothing.

import { createAudio } from './audio/audio.ts'
import { createView } from './draw/view.ts'
import { createHud } from './hud/hud.ts'
import { defaultBindings } from './input/bindings.ts'
import { createControls } from './input/controls.ts'
import { createLine } from './net/line.ts'
import { keepOfflinePage } from './play/app.ts'
import { fetchCatalog } from './play/catalog.ts'
import { Game } from './play/game.ts'
import { browserGround, socketAddress } from './play/ground.ts'
import { fetchRest, laterOnce, reloadPage, runFrames, showFailure, wire } from './play/page.ts'
import { openSettings } from './settings/settings.ts'
import { openTongue } from './words/tongue.ts'

const build = 'web'

async function boot(): Promise<void> {
  const ground = browserGround(socketAddress(location))
  const line = createLine(ground, build, navigator.language)
  line.open() // the server answers while the rest is made
  const fetching = fetchCatalog()
  const canvas = document.querySelector<HTMLCanvasElement>('#view')!
  const root = document.querySelector<HTMLElement>('#hud')!
  const query = new URLSearchParams(location.search)
  const settings = openSettings()
  const asked = query.get('q')
  const quality = asked === 'low' || asked === 'medium' || asked === 'high' ? asked : settings.now.quality
  const view = createView(canvas, { quality, reducedMotion: settings.calm(), shake: settings.now.shake })
  void view.warm()
  const [catalog, tongue] = await Promise.all([
    fetching,
    openTongue(settings, query.has('debug') ? query.get('lang') : null),
  ])
  const controls = createControls(canvas, defaultBindings)
  const audio = createAudio()
  const later = laterOnce()
  const rooms = {
    view,
    audio,
    controls,
    settings,
    tongue,
    hud: (actions: Parameters<typeof createHud>[1]) => createHud(root, actions, settings, tongue, later),
    reload: reloadPage,
  }
  const game = new Game(catalog, ground, line, rooms)
  wire(game, rooms)
  if (query.has('debug')) void import('./play/debug.ts').then(({ layOpen }) => layOpen(game))
  game.start()
  runFrames(game)
  void fetchRest(game, rooms, later)
  keepOfflinePage()
}

boot().catch(showFailure)
