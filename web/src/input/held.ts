// What the player's hands hold right now, whatever the device, and the single presses that are not held.

export type Device = 'keys' | 'touch' | 'pad'

export interface Held {
  moveX: number // -1..1, the vector lies in the unit disc; y grows down
  moveY: number
  aimX: number // unit vector from the own ship, y grows down
  aimY: number
  aiming: boolean // a stick or thumb says where to aim just now
  fire: boolean // the trigger, or auto-fire standing in for it
  beam: boolean // the mining beam
  boost: boolean
  autoFire: boolean // the toggle itself, for the HUD
  device: Device // the last one used
}

/** A press that counts once. `device` says that the player changed to another device. */
export type ControlEvent =
  | 'choose0'
  | 'choose1'
  | 'choose2'
  | 'confirm' // the pad's main button: play, play again
  | 'debug'
  | 'mute'
  | 'menu'
  | 'autoFire'
  | 'previous' // the pad's bumpers: another pilot to watch
  | 'next'
  | 'device'
