// Where a sound comes from, as loudness and side. World units in, Web Audio values out.

/** Beyond this many units nothing is heard. */
export const hearing = 1500
/** Full left or right is reached at this many units to the side. */
const fullPan = 900

/** Loudness 0..1 at a distance of dx, dy units: full near by, gone at the end of hearing. */
export function loudness(dx: number, dy: number): number {
  const far = Math.sqrt(dx * dx + dy * dy) / hearing
  return far < 1 ? (1 - far) * (1 - far) : 0
}

/** Side -0.85..0.85: never fully in one ear, which is unpleasant on headphones. */
export function side(dx: number): number {
  return 0.85 * Math.max(-1, Math.min(1, dx / fullPan))
}
