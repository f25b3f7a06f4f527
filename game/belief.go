package game

import (
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// How far the truth may leave a belief before everybody is told, in u.
const (
	shipBound = 2.0
	rockBound = 3.0
	oreBound  = 6.0
)

// Pace of what is told at a lower rate than courses, in ticks.
const (
	aimPause   = 6   // between two changes of aim of one ship
	vitalPause = 20  // between two changes of condition
	maxAge     = 240 // a course older than this is told anew, so that its age fits a byte
)

// aimSlack is the change of aim in 1/256 turns that nobody needs to be told about.
const aimSlack = 5

// Changes of condition that nobody needs to be told about.
const (
	hullSlack   = 1 // 63rds
	shieldSlack = 3
	wearSlack   = 24 // of a rock, 255ths
)

// turnSlack is the change of the direction of thrust, in 1/256 turns, that waits for the position to drift: a
// thumb on a stick is never still.
const turnSlack = 6

// Belief is what every viewer holds of one thing: the last course that was told, and where it has led since.
// Server and browsers fly it by the same arithmetic, so it is the same bits for all.
//
// It fills three lines of a processor's cache: in the first is what concerns things at rest, in the second what concerns
// bolts, in the third what concerns ships that change course. Thousands are looked at in each tick.
type Belief struct {
	ID         EntityID
	Kind       Kind
	Left       uint8  // of a rock
	Cell       uint16 // of Now, at the end of the last tick
	next, last uint16 // the things after and before it in its cell, as slots plus one; 0 for none
	At         Tick   // when Base was true
	Now        flight.Body

	Base  protocol.Course // the course as it was told; rocks, ore and bolts use its position and speed
	Bolt  protocol.BoltState
	Since Tick   // when the thing was first told
	Dies  Tick   // of a bolt
	From  uint16 // of a ship: the cell in which this tick's news of it stands
	held  uint8  // see press.go

	// what was told of a ship beside the course
	Aim    uint8
	AimAt  Tick
	Vital  protocol.Vital
	ToldAt Tick // of Vital
	Look   protocol.Look

	Drive flight.Drive
	was   rounded // of a ship: Now, at the end of the last tick
	_     [8]byte // to the end of the line
}

// rounded is a body as it is told.
type rounded struct{ x, y, vx, vy int16 }

func roundedOf(b *flight.Body) rounded {
	return rounded{protocol.QuantPos(b.X), protocol.QuantPos(b.Y), protocol.QuantVel(b.Vx), protocol.QuantVel(b.Vy)}
}

// unpack puts Now where Base is.
func (b *Belief) unpack() {
	b.Now.X, b.Now.Y = protocol.Pos(b.Base.X), protocol.Pos(b.Base.Y)
	b.Now.Vx, b.Now.Vy = protocol.Vel(b.Base.Vx), protocol.Vel(b.Base.Vy)
}

// fly moves the belief one tick.
func (b *Belief) fly(cat *catalog.Catalog) {
	switch b.Kind {
	case KindShip:
		flight.Move(&b.Now, b.Base.Move, b.Base.Flags&protocol.ShipPower, b.Base.Flags&protocol.ShipBoosting != 0, &b.Drive)
	case KindRock:
		b.drift(cat.Sector.RockDrag)
	case KindOre:
		b.drift(cat.Sector.OreDrag)
	case KindBolt:
		flight.Straight(&b.Now, b.Bolt.Flies&protocol.FliesDir, cat.Weapons[b.Bolt.Kind&protocol.BoltWeapon].Speed)
	}
}

// drift moves a rock or a piece of ore. Where it comes to rest, its place is rounded: from then on it can be told in
// short, and never needs to be told again.
func (b *Belief) drift(drag float64) {
	flight.Drift(&b.Now, drag)
	if b.Now.Vx == 0 && b.Now.Vy == 0 {
		b.Base = baseOf(b.ID.Slot, &b.Now)
		b.unpack()
	}
}

// age is how many ticks ago the base was true. A thing at rest where it was told has no age.
func (b *Belief) age(now Tick) uint8 {
	if b.still() {
		return 0
	}
	return uint8(now - b.At)
}

// Passing reports whether the thing is one of many that soon are gone, which are told only to those to whom they are
// near.
func (b *Belief) Passing() bool { return b.Kind == KindBolt || b.Kind == KindOre }

// still reports whether flying the base forward changes nothing.
func (b *Belief) still() bool {
	switch b.Kind {
	case KindShip:
		return b.Base.Flags&protocol.ShipPower == 0 && b.Base.Vx == 0 && b.Base.Vy == 0
	case KindBolt:
		return false
	}
	return b.Now.Vx == 0 && b.Now.Vy == 0 // and so is Base, see drift
}

// baseOf is the course that would be told of a body now.
func baseOf(slot uint16, body *flight.Body) protocol.Course {
	r := roundedOf(body)
	return protocol.Course{Slot: slot, X: r.x, Y: r.y, Vx: r.vx, Vy: r.vy}
}

// courseOf is the course that would be told of a ship now.
func (w *World) courseOf(s *Ship) protocol.Course {
	c := baseOf(s.ID.Slot, &s.Body)
	c.Move, c.Aim = s.Helm.Move, uint8(s.Helm.Aim>>2)
	c.Flags = s.Helm.Power
	if s.Burn.Boost {
		c.Flags |= protocol.ShipBoosting
	}
	if s.Burn.Beam {
		c.Flags |= protocol.ShipBeaming
	}
	if s.protected(w.Tick) {
		c.Flags |= protocol.ShipProtected
	}
	if p := w.pilotOf(s); p != nil && p.Adrift {
		c.Flags |= protocol.ShipAdrift
	}
	return c
}

func (w *World) vitalOf(s *Ship) protocol.Vital {
	return protocol.Vital{Slot: s.ID.Slot, Hull: protocol.QuantBar(s.Armor / s.Armors), Shield: protocol.QuantBar(s.Cover / max(s.Covers, 1))}
}

func (w *World) lookOf(s *Ship) protocol.Look {
	p := w.pilotOf(s)
	l := protocol.Look{Slot: s.ID.Slot, Hull: s.Hull, Level: p.Level, Drive: s.Gain[catalog.TrackEngine], Reach: s.Gain[catalog.TrackRange]}
	if p.Bot {
		l.Flags |= protocol.ShipBot
	}
	if p.ID == w.Leader {
		l.Flags |= protocol.ShipBounty
	}
	return l
}

// turned reports whether a ship's controls have left what is believed of them.
func (b *Belief) turned(c *protocol.Course) bool {
	turn := int8(c.Move - b.Base.Move)
	return c.Flags != b.Base.Flags || c.Flags&protocol.ShipPower != 0 && (turn > turnSlack || turn < -turnSlack)
}

// turn changes the controls from the start of this tick on, as a reader of protocol.Turn does.
func (b *Belief) turn(c *protocol.Course, now Tick, cat *catalog.Catalog) {
	b.Base = protocol.Course{
		Slot: b.ID.Slot, X: b.was.x, Y: b.was.y, Vx: b.was.vx, Vy: b.was.vy, Move: c.Move, Aim: c.Aim, Flags: c.Flags,
	}
	b.At = now - 1
	b.unpack()
	b.fly(cat)
}

// shoved is what brings the belief to where a ship of these controls is; ok is false when that is too far off, too
// fast, or when other controls are believed.
func (b *Belief) shoved(c *protocol.Course) (s protocol.Shove, ok bool) {
	dx, dy := c.X-protocol.QuantPos(b.Now.X), c.Y-protocol.QuantPos(b.Now.Y)
	vx, inX := protocol.CoarseVel(protocol.Vel(c.Vx))
	vy, inY := protocol.CoarseVel(protocol.Vel(c.Vy))
	ok = dx >= -shoveMost && dx <= shoveMost && dy >= -shoveMost && dy <= shoveMost && inX && inY
	ok = ok && c.Flags == b.Base.Flags && (c.Move == b.Base.Move || c.Flags&protocol.ShipPower == 0)
	return protocol.Shove{Slot: b.ID.Slot, Dx: int8(dx), Dy: int8(dy), Vx: vx, Vy: vy}, ok
}

// shoveMost is how far a Shove reaches along each axis, in half units.
const shoveMost = 31

// shove moves the belief as a reader of protocol.Shove does.
func (b *Belief) shove(s *protocol.Shove, now Tick) {
	b.Base.X = protocol.QuantPos(b.Now.X) + int16(s.Dx)
	b.Base.Y = protocol.QuantPos(b.Now.Y) + int16(s.Dy)
	b.Base.Vx, b.Base.Vy = protocol.FineVel(s.Vx), protocol.FineVel(s.Vy)
	b.At = now
	b.unpack()
}

// off is the squared distance between two bodies.
func off(a, b *flight.Body) float64 {
	dx, dy := a.X-b.X, a.Y-b.Y
	return float64(dx*dx) + float64(dy*dy)
}
