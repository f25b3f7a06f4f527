// Numbers that rise from blows and pickups. Blows on the same target within a moment add up, so that a
// salvo reads as one growing number instead of a cloud.

const capacity = 40
const mergeSeconds = 0.3

export interface Rising {
  x: number
  y: number
  age: number // s; at `life` and beyond the slot is free
  life: number
  amount: number
  colour: number
  sign: boolean // written with a plus
  size: number // 1 is usual
  target: number // entity, -1 for none
}

export class Numbers {
  readonly items: Rising[] = Array.from({ length: capacity }, () => ({
    x: 0,
    y: 0,
    age: 1,
    life: 1,
    amount: 0,
    colour: 0,
    sign: false,
    size: 1,
    target: -1,
  }))

  /** A blow of less than half a point is not worth a number. */
  damage(x: number, y: number, amount: number, target: number, colour: number): void {
    if (amount < 0.5) return
    for (const item of this.items) {
      if (item.target === target && !item.sign && item.colour === colour && item.age < mergeSeconds) {
        item.amount += amount
        item.age = 0
        item.size = Math.min(1.8, item.size + 0.08)
        return
      }
    }
    this.#begin(x, y, amount, colour, target, false, 0.9 + Math.min(0.6, amount / 60))
  }

  gain(x: number, y: number, amount: number, chain: number, colour: number): void {
    this.#begin(x, y, amount, colour, -1, true, 0.85 + Math.min(0.5, chain * 0.05))
  }

  step(dt: number): void {
    for (const item of this.items) item.age += dt
  }

  #begin(x: number, y: number, amount: number, colour: number, target: number, sign: boolean, size: number): void {
    let slot = this.items[0]!
    for (const item of this.items) if (item.age - item.life > slot.age - slot.life) slot = item
    slot.x = x
    slot.y = y
    slot.age = 0
    slot.life = 0.85
    slot.amount = amount
    slot.colour = colour
    slot.sign = sign
    slot.size = size
    slot.target = target
  }
}
