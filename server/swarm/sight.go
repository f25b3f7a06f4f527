package swarm

import (
	"math"

	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

const (
	sightMax  = 24  // things of each kind that a mind takes in, as the world's own bots
	boltReach = 430 // u to each side at which bolts are seen
)

// look fills the sight with the own ship where the next input finds it, and with what the mirror holds of the rest.
func (p *pilot) look() {
	cat, v := p.course.cat, &p.sight
	own := &p.ahead.at(p.ahead.tick).body
	hull := &cat.Hulls[min(int(p.self.Hull), len(cat.Hulls)-1)]
	v.Reset()
	v.Tick = p.tick
	v.Own = brain.Thing{
		Slot: p.phase.Focus, X: own.X, Y: own.Y, Vx: own.Vx, Vy: own.Vy, Radius: hull.Radius,
		Hull: float64(p.status.Hull) / max(float64(p.status.HullMax), 1),
	}
	v.Energy = own.Energy / max(p.ahead.drive.EnergyMax, 1)
	v.Shield = float64(p.status.Shield) / max(float64(p.status.ShieldMax), 1)
	v.EdgeGap = p.radius - math.Hypot(own.X, own.Y)
	v.BoltSpeed = cat.Weapons[hull.GunIndex].Speed
	v.FireRange, v.BeamRange = cat.Bots.Range, cat.Beam.Range
	v.FleeBelow, v.Flock = cat.Bots.FleeBelow, cat.Bots.Flock
	v.AimError = cat.Bots.AimErrorMax - (cat.Bots.AimErrorMax-cat.Bots.AimErrorMin)*p.mind.Skill
	p.mirror.Things(p.see)
}

// see puts a thing that is on the screen into the sight.
func (p *pilot) see(t *mirror.Thing) {
	cat, v := p.course.cat, &p.sight
	dx, dy := math.Abs(t.X-v.Own.X), math.Abs(t.Y-v.Own.Y)
	if dx > cat.Sector.ViewHalfWidth || dy > cat.Sector.ViewHalfHeight {
		return
	}
	thing := brain.Thing{Slot: t.Slot, X: t.X, Y: t.Y, Vx: t.Vx, Vy: t.Vy}
	switch {
	case t.Kind == mirror.Ship && t.Slot != v.Own.Slot && len(v.Ships) < sightMax:
		v.Ships = append(v.Ships, shipSeen(cat, t, thing))
	case t.Kind == mirror.Rock && len(v.Rocks) < sightMax:
		thing.Radius, thing.Rich = float64(t.Radius), float64(t.Rich)/255
		v.Rocks = append(v.Rocks, thing)
	case t.Kind == mirror.Ore && len(v.Ores) < sightMax:
		thing.Kind = t.OreKind
		v.Ores = append(v.Ores, thing)
	case t.Kind == mirror.Bolt && t.Owner != v.Own.Slot && dx < boltReach && dy < boltReach && len(v.Bolts) < sightMax:
		d, speed := flight.Table[t.Dir%flight.Dirs], cat.Weapons[t.Weapon].Speed
		thing.Vx, thing.Vy = d.X*speed, d.Y*speed
		v.Bolts = append(v.Bolts, thing)
	}
}

func shipSeen(cat *catalog.Catalog, t *mirror.Thing, thing brain.Thing) brain.Thing {
	thing.Radius = cat.Hulls[min(int(t.Hull), len(cat.Hulls)-1)].Radius
	thing.Hull = float64(t.Left) / 255
	thing.Safe = t.Flags&protocol.ShipProtected != 0
	thing.Bounty = t.Looks&protocol.ShipBounty != 0
	return thing
}
