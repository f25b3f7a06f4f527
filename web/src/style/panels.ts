// The HUD in each of its states, filled with made-up values.

import { createHud } from '../hud/hud.ts'
import * as second from '../hud/second.ts'
import type { HudActions, HudState } from '../hud/state.ts'
import { newHudState } from '../play/panel.ts'
import { openSettings } from '../settings/settings.ts'
import { openTongue } from '../words/tongue.ts'

const row = (rank: number, name: string, score: number, rest: object = {}) => ({
  rank,
  name,
  score,
  own: false,
  bot: true,
  bounty: false,
  ...rest,
})
const dot = (x: number, y: number, kind: HudState['map'][number]['kind']) => ({ x, y, kind })
const kill = (id: number, by: string, victim: string, weapon: string) => ({
  id,
  by,
  byHue: id % 8,
  victim,
  victimHue: (id + 3) % 8,
  weapon,
  own: by === 'Ada',
})

const flight: Partial<HudState> = {
  phase: 'flying',
  name: 'Ada',
  hull: 0.82,
  hullMax: 120,
  shield: 0.6,
  shieldMax: 80,
  energy: 0.9,
  level: 4,
  levelFrac: 0.4,
  ore: 37,
  score: 1105,
  rank: 2,
  pilots: 3,
  bots: 21,
  board: [
    row(1, 'Nyx', 1240, { bounty: true }),
    row(2, 'Ada', 1105, { own: true, bot: false }),
    row(3, 'Old Tom', 980),
    row(4, 'Vex', 760),
  ],
  feed: [kill(1, 'Nyx', 'Mira', 'pulse'), kill(2, 'Ada', 'Vex', 'ram'), kill(3, '', 'Thorn', 'storm')],
  map: [
    dot(0, 0, 'own'),
    dot(0.4, -0.3, 'bot'),
    dot(-0.5, 0.2, 'ship'),
    dot(0.2, 0.6, 'bounty'),
    dot(-0.2, -0.6, 'rock'),
    dot(0.1, 0.2, 'ore'),
  ],
  mapAim: -0.6,
  pingMs: 31,
}
const choices = ['engine', 'damage', 'shield'].map((track, i) => ({ track, level: i + 1 }))
const death = { killer: 'Nyx', weapon: 'pulse', seconds: 184, kills: 3, score: 1105, level: 4, levelKept: 2 }

/** Each state of the HUD by the name of its scene. */
export const panelStates: Readonly<Record<string, Partial<HudState>>> = {
  'hud-connecting': { phase: 'connecting' },
  'hud-menu': { phase: 'menu', name: 'Ada', pilots: 3, bots: 21 },
  'hud-flying': { ...flight },
  'hud-choice': { ...flight, choices, choicesWaiting: 1 },
  'hud-low': { ...flight, hull: 0.2, shield: 0, autoFire: true, quality: 'poor', pingMs: 320 },
  'hud-storm': { ...flight, storm: true },
  'hud-dead': { ...flight, phase: 'dead', death },
  'hud-reconnecting': { ...flight, phase: 'reconnecting', autopilot: true, retryIn: 3, quality: 'lost' },
  'hud-closed': { phase: 'closed', sentence: 'This page is from an older version of the game.' },
}

export async function showPanels(name: string): Promise<void> {
  const asked = new Proxy({}, { get: () => () => undefined }) as HudActions // nobody listens here
  const settings = openSettings(null)
  const root = document.querySelector<HTMLElement>('#hud')!
  const hud = createHud(root, asked, settings, await openTongue(settings, 'en'), async () => second)
  await hud.complete()
  hud.device('keys')
  hud.update({ ...newHudState(), ...panelStates[name] })
}
