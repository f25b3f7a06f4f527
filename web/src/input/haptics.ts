// Blows felt in the hand: a phone buzzes for some milliseconds, a pad runs its two motors. Where neither is
// there, nothing happens.

import type { Device } from './held.ts'

export interface Buzz {
  ms: number
  strong: number // 0..1, the heavy motor of a pad
  weak: number
}

/** Below this a blow is not felt, so that a fight does not become one long hum. */
const least = 0.05

/** What a blow of that weight, 0..1, becomes; null when it is too light. */
export function buzzOf(weight: number): Buzz | null {
  const w = Math.min(1, weight)
  if (!(w >= least)) return null
  return { ms: Math.round(12 + 120 * w), strong: w * w, weak: Math.min(1, 0.15 + 0.6 * w) }
}

type Shaker = Pick<Gamepad, 'vibrationActuator'>

/** Plays a blow on the device in use. Browsers may refuse before the first gesture; that is no fault. */
export function buzz(device: Device, pad: Shaker | null, weight: number): void {
  const plan = device === 'keys' ? null : buzzOf(weight)
  if (plan === null) return
  if (device === 'touch') {
    navigator.vibrate?.(plan.ms)
    return
  }
  const effect = { duration: plan.ms, strongMagnitude: plan.strong, weakMagnitude: plan.weak }
  void pad?.vibrationActuator?.playEffect('dual-rumble', effect).catch(() => undefined)
}
