// The mathematics of sticks: thumbs on glass and pads. All write into a caller's record, so that a
// picture costs no allocation.

export interface Vector {
  x: number
  y: number
}

/** Dead zone of pad sticks, a fraction of the full way. */
export const padDeadZone = 0.18
/** Dead zone of thumbs on glass: smaller, as a finger does not drift. */
export const touchDeadZone = 0.1
/** Past this fraction of the ring the aiming thumb also fires. */
export const fireThreshold = 0.55

/**
 * Rescales a stick so that the dead zone gives 0 and the rim gives 1, along the same direction.
 * Input may lie outside the unit disc (square sticks do); output never does.
 */
export function rescale(x: number, y: number, deadZone: number, out: Vector): void {
  const length = Math.sqrt(x * x + y * y)
  if (!(length > deadZone)) {
    out.x = 0
    out.y = 0
    return
  }
  const reach = Math.min(1, (length - deadZone) / (1 - deadZone)) / length
  out.x = x * reach
  out.y = y * reach
}

/** Pulls a vector back to the unit disc; shorter ones stay as they are. */
export function clampToDisc(x: number, y: number, out: Vector): void {
  const length = Math.sqrt(x * x + y * y)
  const reach = length > 1 ? 1 / length : 1
  out.x = x * reach
  out.y = y * reach
}

/** Makes a direction of length 1. Keeps what `out` held when the vector is too short to have one. */
export function direct(x: number, y: number, out: Vector): boolean {
  const length = Math.sqrt(x * x + y * y)
  if (!(length > 1e-6)) return false
  out.x = x / length
  out.y = y / length
  return true
}

/** The way four keys push: diagonals are no faster, opposite keys cancel. */
export function fromKeys(up: boolean, down: boolean, left: boolean, right: boolean, out: Vector): void {
  clampToDisc(Number(right) - Number(left), Number(down) - Number(up), out)
}

/**
 * Drags a floating stick's centre behind a finger that left the ring of `radius` pixels, so that the
 * thumb never has to travel back to a spot it cannot see. `centre` is changed in place.
 */
export function follow(centre: Vector, fingerX: number, fingerY: number, radius: number): void {
  const dx = fingerX - centre.x
  const dy = fingerY - centre.y
  const length = Math.sqrt(dx * dx + dy * dy)
  if (length <= radius) return
  const slip = (length - radius) / length
  centre.x += dx * slip
  centre.y += dy * slip
}
