// Package flight is how things move: the one piece of the simulation that runs, bit for bit the same, in
// the server and in the browser (web/src/world/flight.ts is its twin). It knows no world, no collision and
// no rule.
//
// Only sums, products, quotients and square roots are used, and every product that feeds a sum is wrapped in
// float64(), which forbids the compiler to fuse it; testdata/flight.json holds the proof for both ends.
// Start at [Step].
package flight

// Rate is the number of ticks a second, Dt the length of one in seconds.
const (
	Rate = 30
	Dt   = 1.0 / Rate
)

// restSpeed2 is the squared speed in u²/s² under which a thing without thrust stands still. Without it,
// drag would move things by less and less for ever, and nothing would come to rest.
const restSpeed2 = 0.25

// Body is what flight changes.
type Body struct {
	X, Y   float64 // u
	Vx, Vy float64 // u/s
	Energy float64 // points
	Cool   uint8   // ticks until the gun is ready
}

// Helm is what a pilot asks of the ship in one tick.
type Helm struct {
	Move  uint8 // direction of thrust, 1/256 turns
	Power uint8 // 0 to 15
	Boost bool
	Beam  bool
}

// Drive is how a ship answers; it follows from hull and upgrades and does not change in flight.
type Drive struct {
	Accel     float64 // u/s² at full power
	Drag      float64 // share of speed lost a second
	Boost     float64 // factor on Accel while boosting
	BoostCost float64 // energy a second
	BeamCost  float64 // energy a second
	Regen     float64 // energy a second while neither burns
	EnergyMax float64 // points
}

// Burn is what the energy allowed.
type Burn struct{ Boost, Beam bool }

// Step flies one tick: first the energy decides what burns, then the body moves.
func Step(b *Body, h Helm, d *Drive) Burn {
	burn := spend(b, h, d)
	Move(b, h.Move, h.Power, burn.Boost, d)
	if b.Cool > 0 {
		b.Cool--
	}
	return burn
}

// spend pays for booster and beam, or lets energy grow.
func spend(b *Body, h Helm, d *Drive) Burn {
	var burn Burn
	cost := float64(d.BoostCost * Dt)
	if h.Boost && h.Power > 0 && b.Energy >= cost {
		b.Energy -= cost
		burn.Boost = true
	}
	cost = float64(d.BeamCost * Dt)
	if h.Beam && b.Energy >= cost {
		b.Energy -= cost
		burn.Beam = true
	}
	if !burn.Boost && !burn.Beam {
		b.Energy += float64(d.Regen * Dt)
		if b.Energy > d.EnergyMax {
			b.Energy = d.EnergyMax
		}
	}
	return burn
}

// Move flies a body one tick under thrust. It is all that is needed to fly what one believes of others.
func Move(b *Body, move, power uint8, boosting bool, d *Drive) {
	keep := 1 - float64(d.Drag*Dt)
	b.Vx = float64(b.Vx * keep)
	b.Vy = float64(b.Vy * keep)
	if power > 0 {
		a := float64(float64(d.Accel*float64(power)/15) * Dt)
		if boosting {
			a = float64(a * d.Boost)
		}
		dir := Table[int(move)*(Dirs/256)]
		b.Vx += float64(dir.X * a)
		b.Vy += float64(dir.Y * a)
	} else if float64(b.Vx*b.Vx)+float64(b.Vy*b.Vy) < restSpeed2 {
		b.Vx, b.Vy = 0, 0
	}
	b.X += float64(b.Vx * Dt)
	b.Y += float64(b.Vy * Dt)
}

// Drift moves a thing without an engine one tick; drag is the share of speed lost a second.
func Drift(b *Body, drag float64) {
	keep := 1 - float64(drag*Dt)
	b.Vx = float64(b.Vx * keep)
	b.Vy = float64(b.Vy * keep)
	if float64(b.Vx*b.Vx)+float64(b.Vy*b.Vy) < restSpeed2 {
		b.Vx, b.Vy = 0, 0
	}
	b.X += float64(b.Vx * Dt)
	b.Y += float64(b.Vy * Dt)
}

// Straight moves a bolt one tick: speed is in u/s, dir in the table.
func Straight(b *Body, dir uint16, speed float64) {
	step := float64(speed * Dt)
	d := Table[dir%Dirs]
	b.X += float64(d.X * step)
	b.Y += float64(d.Y * step)
}

// Trigger reports whether the gun fires this tick, and starts its pause of period ticks if so.
func Trigger(b *Body, fire bool, period uint8) bool {
	if !fire || b.Cool > 0 {
		return false
	}
	b.Cool = period
	return true
}
