// What the player is shown in one picture: the world at render time, already interpolated, in world
// units (u), radians and seconds. `world` fills it, `draw` and `audio` read it, nobody keeps it: the
// arrays and their records are reused from picture to picture, and only the first `count` are valid.
//
// The world is right-handed on paper but y grows DOWN, as on the screen; angle 0 points to +x and
// angles grow clockwise as seen.

export interface ShownShip {
  id: number
  own: boolean
  bot: boolean
  name: string
  hull: number // index into the catalog's hulls: decides the shape
  hue: number // 0..7, index into the palette of ship colours
  level: number
  engine: number // level of that upgrade track
  reach: number // level of the range track
  x: number
  y: number
  vx: number // u/s
  vy: number
  aim: number // radians, where the ship points
  thrust: number // 0..1 how hard the engine pushes
  thrustAngle: number // radians, the direction of the push
  boost: boolean
  radius: number // u
  hullLeft: number // 0..1
  shieldLeft: number // 0..1
  protected: boolean // fresh from spawn: nothing hurts it
  bounty: boolean // the leader, hunted by all
  adrift: boolean // its pilot's line is cut; an autopilot flies
  mining: boolean // the mining beam is on
  beamX: number // where the beam ends, valid while mining
  beamY: number
  beamHits: boolean // it ends at something
  hitAge: number // seconds since the last hit it took (large when none)
  hitAngle: number // radians, from which side that hit came
  fade: number // 0..1, 1 is fully here
}

/** A ship beyond what the server tells exactly: a hull that flies by, for the eye alone. */
export interface ShownAfar {
  x: number
  y: number
  angle: number // radians, where it flies to
  hull: number // as in ShownShip
  hue: number
  radius: number // u
  bounty: boolean
  fade: number // 0..1, never fully here
}

export interface ShownRock {
  id: number
  x: number
  y: number
  angle: number // radians
  radius: number // u
  seed: number // 0..255, decides the shape
  ore: number // 0..1, how rich its veins glow
  wear: number // 0..1, how broken it looks
  hitAge: number // seconds since the last hit
  fade: number
}

export interface ShownOre {
  id: number
  x: number
  y: number
  kind: number // 0 plain, 1 rich, 2 repair pickup
  fade: number
}

export interface ShownBolt {
  id: number
  own: boolean
  hue: number // of its shooter
  x: number
  y: number
  vx: number // u/s
  vy: number
  fade: number
}

export interface Pool<T> {
  items: T[]
  count: number
}

export interface Shown {
  time: number // seconds since the page began, monotonic; drives animation
  dt: number // seconds since the last picture
  tick: number // server tick this picture shows, with fraction
  sectorRadius: number // u; beyond it the storm rages
  focusX: number // what the camera follows
  focusY: number
  focusVx: number
  focusVy: number
  ownId: number // -1 while spectating
  ships: Pool<ShownShip>
  afar: Pool<ShownAfar>
  rocks: Pool<ShownRock>
  ore: Pool<ShownOre>
  bolts: Pool<ShownBolt>
}

/** Things that happen once. `world` hands them out in order; `draw` and `audio` make a show of them. */
export type Happening =
  | { kind: 'shot'; x: number; y: number; angle: number; hue: number; own: boolean }
  | {
      kind: 'hit'
      x: number
      y: number
      angle: number
      amount: number
      shield: boolean
      target: number
      byOwn: boolean
      onOwn: boolean
      harmless?: boolean // a protected ship: nothing was hurt
    }
  | { kind: 'rockHit'; x: number; y: number; angle: number; amount: number; rich: boolean; byOwn: boolean }
  | { kind: 'rockBreak'; x: number; y: number; radius: number; seed: number; rich: boolean }
  | {
      kind: 'blast'
      x: number
      y: number
      vx: number
      vy: number
      radius: number
      hue: number
      seed: number
      own: boolean
    }
  | { kind: 'pickup'; x: number; y: number; ship: number; ore: number; own: boolean; chain: number }
  | { kind: 'bump'; x: number; y: number; speed: number; own: boolean }
  | { kind: 'spawn'; x: number; y: number; hue: number; own: boolean }
  | { kind: 'levelUp'; x: number; y: number; hue: number; own: boolean }
