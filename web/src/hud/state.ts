// What the HUD shows, in plain values. `play.ts` fills it at most ten times a second; the HUD writes
// only what changed to the page. The HUD never reads the world or the socket.

export type Phase = 'connecting' | 'menu' | 'flying' | 'dead' | 'reconnecting' | 'closed'

export interface BoardRow {
  rank: number
  name: string
  score: number
  own: boolean
  bot: boolean
  bounty: boolean
}

export interface FeedRow {
  id: number // grows; the HUD drops rows after some seconds by itself
  by: string // killer's name, '' for the storm or a rock
  byHue: number
  victim: string
  victimHue: number
  weapon: string // key: pulse, beam, ram, storm, rock
  own: boolean // the player is in it
}

export interface UpgradeChoice {
  track: string // key: engine, hull, shield, damage, rate, range, magnet, energy
  level: number // the level this choice would bring
}

export interface MapDot {
  x: number // -1..1 of the sector radius
  y: number
  kind: 'own' | 'ship' | 'bot' | 'bounty' | 'rock' | 'ore'
}

export interface DeathCard {
  killer: string // '' when nobody
  weapon: string
  seconds: number // how long the life was
  kills: number
  score: number
  level: number
  levelKept: number
}

/** What a viewer without a ship looks at. */
export interface Watched {
  on: boolean // the player looks around: menus and cards are away
  free: boolean // at a place, not at a ship
  name: string // of the pilot, '' for none
  bot: boolean
  bounty: boolean
  hue: number
  level: number
  hull: number // 0..1
  shield: number
  score: number // -1 unknown
  rank: number // 0 unknown
}

export interface HudState {
  phase: Phase
  name: string // of the own ship, or the one in the field, remembered; '' when unnamed
  hue: number // ship colour 0..7, remembered
  hull: number // 0..1
  hullMax: number // points
  shield: number // 0..1
  shieldMax: number
  energy: number // 0..1
  level: number
  levelFrac: number // 0..1 toward the next
  ore: number
  score: number
  kills: number
  rank: number // 0 unknown
  pilots: number
  bots: number
  choices: UpgradeChoice[] // empty: no choice is open; otherwise exactly three
  choicesWaiting: number // how many more choices wait after this one
  board: BoardRow[]
  feed: FeedRow[]
  map: MapDot[]
  mapAim: number // radians, where the own ship points: the cone on the map
  storm: boolean // the own ship is in the storm
  pingMs: number // -1 unknown
  quality: 'good' | 'fair' | 'poor' | 'lost' | 'slow' // of the connection; slow: the page is, not the line
  why: string // key of what the server said when it closed, such as 'restart'; '' when it said something of its own
  sentence: string // what to tell the player in reconnecting or closed
  autopilot: boolean // the line was lost without a word while a ship flew: the server flies it on
  retryIn: number // seconds until the next try, -1 none
  death: DeathCard | null
  autoFire: boolean
  watched: Watched
  queued: boolean // a ship was asked for, and there is none free
}

/** What the player may want to look at. */
export type WatchWish = 'on' | 'off' | 'next' | 'previous' | 'free' | 'fight'

/** What the player asks for through HUD and menus. */
export interface HudActions {
  play(name: string, hue: number): void
  choose(index: 0 | 1 | 2): void
  quit(): void // back to the menu, leaving the ship
  reload(): void
  watch(wish: WatchWish): void
  watchRow(index: number): void // the pilot in that row of the table
  drag(dxPx: number, dyPx: number): void // the free camera, by the world under the finger
  zoom(factor: number): void // of a spectator
}
