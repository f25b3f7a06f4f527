// Package brain flies ships that no person flies: the world's bots, the autopilot of a cut line, and the
// pilots of the load test. A mind sees a [Sight], which holds no more than a player's screen, and answers with
// controls. It knows neither world nor wire.
//
// Start at [Mind.Think].
package brain

import (
	"math"

	"github.com/orbrawl/orbrawl/game/flight"
)

// Temper is what a mind is after.
type Temper uint8

// The tempers.
const (
	Miner     Temper = iota // ore first, fights when it must
	Hunter                  // ships first
	Autopilot               // stays alive, starts nothing
)

// Mind is a bot's character and what it remembers between thoughts. It is plain data.
type Mind struct {
	Temper Temper
	Skill  float64 // 0 clumsy to 1 sharp
	Target uint16  // slot of the ship it is after, or none
	Mood   uint8   // what it does, see below
	Until  uint32  // tick at which it thinks again
	Side   int8    // the way it circles
	Roam   uint8   // direction of travel with nothing in sight
	Grudge uint8   // thoughts left to stay on the target
}

const none = 0xffff

// NewMind makes a mind. Skill is clamped to [0, 1].
func NewMind(t Temper, skill float64) Mind {
	return Mind{Temper: t, Skill: min(max(skill, 0), 1), Target: none, Side: 1}
}

// Thing is something in sight.
type Thing struct {
	Slot   uint16
	X, Y   float64
	Vx, Vy float64
	Radius float64
	Hull   float64 // share left of a ship
	Rich   float64 // of a rock
	Kind   uint8   // of ore
	Safe   bool    // a ship that cannot be hurt now
	Bounty bool
}

// Sight is what a pilot has on the screen.
type Sight struct {
	Tick      uint32
	Own       Thing
	Energy    float64 // share left
	Shield    float64 // share left
	EdgeGap   float64 // u to the storm, negative inside it
	BoltSpeed float64
	FireRange float64
	BeamRange float64
	FleeBelow float64
	AimError  float64 // radians, roughly
	Flock     float64
	Ships     []Thing
	Rocks     []Thing
	Ores      []Thing
	Bolts     []Thing // of others
}

// Reset empties the lists, keeping their room.
func (s *Sight) Reset() {
	ships, rocks, ores, bolts := s.Ships[:0], s.Rocks[:0], s.Ores[:0], s.Bolts[:0]
	*s = Sight{Ships: ships, Rocks: rocks, Ores: ores, Bolts: bolts}
}

// Act is what the mind wants of the ship until its next thought.
type Act struct {
	Move  uint8
	Power uint8
	Aim   uint16
	Fire  bool
	Beam  bool
	Boost bool
}

// Source is seeded randomness.
type Source interface {
	Float() float64 // uniform in [0, 1)
}

// The moods.
const (
	roaming uint8 = iota
	mining
	gathering
	fighting
	fleeing
)

// Think looks and decides. It is called when the mind's reaction time is over, not every tick.
func (m *Mind) Think(s *Sight, src Source) Act {
	if src.Float() < 0.03 {
		m.Side = -m.Side
	}
	foe := m.pickFoe(s)
	rock := nearest(s.Rocks, s.Own, rockPull)
	ore := nearest(s.Ores, s.Own, orePull)
	m.Mood = m.pickMood(s, foe, rock, ore)
	var a Act
	var want flight.Vec
	switch m.Mood {
	case fighting:
		want = m.fight(s, foe, src, &a)
	case fleeing:
		want = m.flee(s, foe, src, &a)
	case gathering:
		want = toward(s.Own, ore.X, ore.Y, 1)
		a.Aim = flight.DirOf(want.X, want.Y)
	case mining:
		want = m.mine(s, rock, &a)
	default:
		want = m.roam(s, src)
		a.Aim = flight.DirOf(want.X, want.Y)
	}
	m.steer(s, want, &a)
	return a
}

func (m *Mind) pickMood(s *Sight, foe, rock, ore *Thing) uint8 {
	switch {
	case foe != nil && s.Own.Hull < s.FleeBelow && s.Shield < 0.4:
		return fleeing
	case m.Temper == Autopilot && foe != nil:
		return fleeing
	case foe != nil && (m.Temper == Hunter || gap(s.Own, *foe) < 420):
		return fighting
	case ore != nil:
		return gathering
	case rock != nil && m.Temper != Autopilot:
		return mining
	case foe != nil:
		return fighting
	}
	return roaming
}

// pickFoe keeps the target for a while, then takes the one most worth it: near, weak, or with a bounty.
func (m *Mind) pickFoe(s *Sight) *Thing {
	var best *Thing
	bestPull := 0.0
	for i := range s.Ships {
		t := &s.Ships[i]
		if t.Safe {
			continue
		}
		pull := 1 / (150 + gap(s.Own, *t))
		pull = float64(pull * (1.6 - t.Hull))
		if t.Bounty {
			pull = float64(pull * 1.6)
		}
		if t.Slot == m.Target && m.Grudge > 0 {
			pull = float64(pull * 2.5)
		}
		if pull > bestPull {
			best, bestPull = t, pull
		}
	}
	switch {
	case best == nil:
		m.Target, m.Grudge = none, 0
	case best.Slot != m.Target:
		m.Target, m.Grudge = best.Slot, 30
	case m.Grudge > 0:
		m.Grudge--
	}
	return best
}

// fight circles the foe at half its range and shoots ahead of it.
func (m *Mind) fight(s *Sight, foe *Thing, src Source, a *Act) flight.Vec {
	d := gap(s.Own, *foe)
	m.aim(s, foe, d, src, a)
	a.Fire = d < s.FireRange
	to := toward(s.Own, foe.X, foe.Y, 1)
	keep := float64(s.FireRange * (0.3 + float64(0.25*m.Skill)))
	in := min(max((d-keep)/keep, -1), 1)
	a.Boost = d > s.FireRange*0.95 && s.Energy > 0.5
	side := float64(m.Side) * (1 - min(math.Abs(in), 0.8))
	return flight.Vec{X: float64(to.X*in) - float64(to.Y*side), Y: float64(to.Y*in) + float64(to.X*side)}
}

// flee runs from the foe, and shoots back when it is close.
func (m *Mind) flee(s *Sight, foe *Thing, src Source, a *Act) flight.Vec {
	d := gap(s.Own, *foe)
	m.aim(s, foe, d, src, a)
	a.Fire = d < s.FireRange*0.7 && m.Temper != Autopilot
	a.Boost = d < s.FireRange && s.Energy > 0.2
	away := toward(s.Own, foe.X, foe.Y, -1)
	side := float64(m.Side) * 0.35
	return flight.Vec{X: away.X - float64(away.Y*side), Y: away.Y + float64(away.X*side)}
}

// mine holds off the rock at the beam's length and cuts.
func (m *Mind) mine(s *Sight, rock *Thing, a *Act) flight.Vec {
	d := gap(s.Own, *rock) - rock.Radius
	to := toward(s.Own, rock.X, rock.Y, 1)
	a.Aim = flight.DirOf(to.X, to.Y)
	a.Beam = d < s.BeamRange*0.92 && s.Energy > 0.1
	a.Fire = !a.Beam && d < s.BeamRange
	in := min(max((d-float64(s.BeamRange*0.6))/120, -1), 1)
	return flight.Vec{X: float64(to.X * in), Y: float64(to.Y * in)}
}

// roam travels on, mostly toward the middle, where the others are.
func (m *Mind) roam(s *Sight, src Source) flight.Vec {
	if src.Float() < 0.08 {
		m.Roam = uint8(src.Float() * 256)
	}
	d := flight.Table[int(m.Roam)*(flight.Dirs/256)]
	home := toward(s.Own, 0, 0, 0.5)
	return flight.Vec{X: d.X + home.X, Y: d.Y + home.Y}
}

// aim points where the foe will be when a bolt gets there, give or take the error of a hand.
func (m *Mind) aim(s *Sight, foe *Thing, d float64, src Source, a *Act) {
	t := d / max(s.BoltSpeed, 1)
	lead := float64(t * (0.5 + float64(0.5*m.Skill)))
	dx := foe.X + float64(foe.Vx*lead) - s.Own.X
	dy := foe.Y + float64(foe.Vy*lead) - s.Own.Y
	off := float64(s.AimError * (float64(2*src.Float()) - 1))
	a.Aim = flight.DirOf(dx-float64(dy*off), dy+float64(dx*off))
}

// steer turns what the mind wants into thrust, after the storm, rocks, bolts and neighbours have had their
// say.
func (m *Mind) steer(s *Sight, want flight.Vec, a *Act) {
	if s.EdgeGap < 350 {
		push := min(2.5, (350-s.EdgeGap)/140)
		home := toward(s.Own, 0, 0, push)
		want.X, want.Y = want.X+home.X, want.Y+home.Y
		a.Boost = a.Boost || s.EdgeGap < 0 && s.Energy > 0.1
	}
	for i := range s.Rocks {
		m.avoid(s, &s.Rocks[i], 95, 2.6, &want)
	}
	for i := range s.Ships {
		m.avoid(s, &s.Ships[i], 50, s.Flock, &want)
	}
	for i := range s.Bolts {
		m.dodge(s, &s.Bolts[i], &want)
	}
	n := math.Sqrt(float64(want.X*want.X) + float64(want.Y*want.Y))
	if n < 0.15 {
		return
	}
	// Whole sixteenths of a turn: a hand on keys, and a course that others can believe for a while.
	a.Move = uint8((uint(flight.DirOf(want.X, want.Y)) + 32) / 64 * 16)
	a.Power = 15
	if n < 0.5 {
		a.Power = 8
	}
}

// avoid pushes away from a thing that is about to be met.
func (m *Mind) avoid(s *Sight, t *Thing, margin, force float64, want *flight.Vec) {
	const look = 0.55 // seconds ahead
	dx := s.Own.X + float64(s.Own.Vx*look) - t.X - float64(t.Vx*look)
	dy := s.Own.Y + float64(s.Own.Vy*look) - t.Y - float64(t.Vy*look)
	reach := t.Radius + s.Own.Radius + margin
	d2 := float64(dx*dx) + float64(dy*dy)
	if d2 >= float64(reach*reach) || d2 == 0 {
		return
	}
	d := math.Sqrt(d2)
	push := float64(force*(reach-d)) / (margin * d)
	want.X += float64(dx * push)
	want.Y += float64(dy * push)
}

// dodge steps out of a bolt's way, if the mind is sharp enough to see it.
func (m *Mind) dodge(s *Sight, b *Thing, want *flight.Vec) {
	dx, dy := s.Own.X-b.X, s.Own.Y-b.Y
	speed := math.Sqrt(float64(b.Vx*b.Vx) + float64(b.Vy*b.Vy))
	if speed == 0 {
		return
	}
	ux, uy := b.Vx/speed, b.Vy/speed
	along := float64(dx*ux) + float64(dy*uy)
	off := float64(dx*uy) - float64(dy*ux)
	if along < 0 || along > 420 || math.Abs(off) > 46 {
		return
	}
	push := float64(m.Skill * 1.2)
	if off < 0 {
		push = -push
	}
	want.X += float64(uy * push)
	want.Y -= float64(ux * push)
}

// toward is the direction from a thing to a place, times factor.
func toward(from Thing, x, y, factor float64) flight.Vec {
	dx, dy := x-from.X, y-from.Y
	n := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if n < 1e-9 {
		return flight.Vec{}
	}
	return flight.Vec{X: float64(dx / n * factor), Y: float64(dy / n * factor)}
}

func gap(a, b Thing) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}

// nearest is the thing of most pull.
func nearest(things []Thing, from Thing, pull func(*Thing, float64) float64) *Thing {
	var best *Thing
	bestPull := 0.0
	for i := range things {
		t := &things[i]
		if p := pull(t, gap(from, *t)); p > bestPull {
			best, bestPull = t, p
		}
	}
	return best
}

func rockPull(t *Thing, d float64) float64 { return float64((1 + float64(2*t.Rich)) / (80 + d)) }

func orePull(t *Thing, d float64) float64 {
	if d > 600 {
		return 0
	}
	return 1 / (40 + d)
}
