package game

import (
	"math"
	"strconv"

	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/flight"
)

// tendBots brings in bots while pilots are missing, and sends them home when people come: one at a time, the
// dead first, so that nobody sees one vanish without need.
func (w *World) tendBots() {
	if w.Tick%4 != 0 {
		return
	}
	people, bots := w.People()
	want := max(0, w.Config.Fill-people)
	switch {
	case bots < want:
		w.addBot()
	case bots > want:
		w.sendHome()
	}
	for i := range w.Pilots {
		p := &w.Pilots[i]
		if p.Bot && p.Phase != Flying && w.Tick-p.DiedAt > 3*flight.Rate {
			w.spawn(p)
		}
	}
}

func (w *World) addBot() {
	w.NextBot++
	c := &w.cat.Bots
	name := c.Names[int(w.NextBot-1)%len(c.Names)]
	if round := int(w.NextBot-1) / len(c.Names); round > 0 {
		name += " " + strconv.Itoa(round+1)
	}
	temper := brain.Miner
	if w.Chance.Float() < c.Hunters {
		temper = brain.Hunter
	}
	p := w.addPilot(Pilot{
		ID: botID | PilotID(w.NextBot), Name: name, Hue: uint8(w.Chance.Intn(8)), Bot: true,
		Mind: brain.NewMind(temper, w.Chance.Float()),
	})
	p.Mind.Roam = uint8(w.Chance.Intn(256))
	w.spawn(p)
}

func (w *World) sendHome() {
	var pick *Pilot
	for i := range w.Pilots {
		p := &w.Pilots[i]
		if !p.Bot {
			continue
		}
		if pick == nil || p.Phase == Dead && pick.Phase != Dead || p.Phase == pick.Phase && p.Score < pick.Score {
			pick = p
		}
	}
	if pick != nil {
		w.eject(pick)
		w.dropPilot(pick.ID)
	}
}

// think lets the minds whose reaction time is over look and decide, and puts what every pilot holds into
// force.
func (w *World) think() {
	for i := range w.Ships {
		s := &w.Ships[i]
		p := w.pilotOf(s)
		if p.Bot || p.Adrift {
			w.mind(p, s)
		}
		s.Helm = p.Helm
	}
}

// calmMost bounds how much longer bots may take to think.
const calmMost = 3

func (w *World) mind(p *Pilot, s *Ship) {
	if uint32(w.Tick) < p.Mind.Until {
		return
	}
	c := &w.cat.Bots
	slow := float64(c.ReactionMax-c.ReactionMin) * (1 - p.Mind.Skill)
	reaction := c.ReactionMin + uint32(slow) + uint32(w.Chance.Intn(3))
	p.Mind.Until = uint32(w.Tick) + reaction*(1+uint32(w.Calm))
	if p.Bot && p.Offer.Number != 0 {
		w.choose(p, p.Offer.Number, w.Chance.Intn(3))
	}
	w.look(s, p)
	a := p.Mind.Think(&w.sight, &w.Chance)
	p.Helm = Controls{Move: a.Move, Power: a.Power, Aim: a.Aim, Fire: a.Fire, Beam: a.Beam, Boost: a.Boost}
	if p.Adrift {
		s.Disturbed = true
	}
}

// look fills the world's sight with what a player in that ship would have on the screen, and no more.
func (w *World) look(s *Ship, p *Pilot) {
	c := &w.cat.Bots
	v := &w.sight
	v.Reset()
	v.Tick = uint32(w.Tick)
	v.Own = w.shipThing(s)
	v.Energy, v.Shield = s.Energy/s.Drive.EnergyMax, s.Cover/max(s.Covers, 1)
	v.EdgeGap = w.Radius - math.Sqrt(float64(s.X*s.X)+float64(s.Y*s.Y))
	v.BoltSpeed = w.cat.Weapons[w.cat.Hulls[s.Hull].GunIndex].Speed
	v.FireRange, v.BeamRange = c.Range, w.cat.Beam.Range
	v.FleeBelow, v.Flock = c.FleeBelow, c.Flock
	v.AimError = c.AimErrorMax - float64((c.AimErrorMax-c.AimErrorMin)*p.Mind.Skill)
	w.lookShips(s, v)
	w.lookRocks(s, v)
	hx, hy := w.cat.Sector.ViewHalfWidth, w.cat.Sector.ViewHalfHeight
	w.near = w.oreMap.within(s.X, s.Y, hx, hy, w.near[:0])
	for _, j := range w.near {
		if o := &w.Ores[j]; math.Abs(o.X-s.X) < hx && math.Abs(o.Y-s.Y) < hy && len(v.Ores) < sightMax {
			v.Ores = append(v.Ores, brain.Thing{Slot: o.ID.Slot, X: o.X, Y: o.Y, Kind: o.Kind})
		}
	}
	w.lookBolts(s, v)
}

// sightMax bounds what a mind takes in at once, of each kind.
const sightMax = 24

func (w *World) shipThing(s *Ship) brain.Thing {
	return brain.Thing{
		Slot: s.ID.Slot, X: s.X, Y: s.Y, Vx: s.Vx, Vy: s.Vy, Radius: s.Radius,
		Hull: s.Armor / s.Armors, Safe: s.protected(w.Tick), Bounty: s.Pilot == w.Leader,
	}
}

func (w *World) lookShips(s *Ship, v *brain.Sight) {
	hx, hy := w.cat.Sector.ViewHalfWidth, w.cat.Sector.ViewHalfHeight
	w.near = w.shipMap.within(s.X, s.Y, hx, hy, w.near[:0])
	for _, j := range w.near {
		o := &w.Ships[j]
		inView := math.Abs(o.X-s.X) < hx && math.Abs(o.Y-s.Y) < hy
		if o.ID != s.ID && inView && w.rules.MayHurt(w, s.Pilot, o.Pilot) && len(v.Ships) < sightMax {
			v.Ships = append(v.Ships, w.shipThing(o))
		}
	}
}

func (w *World) lookRocks(s *Ship, v *brain.Sight) {
	hx, hy := w.cat.Sector.ViewHalfWidth, w.cat.Sector.ViewHalfHeight
	w.near = w.rockMap.within(s.X, s.Y, hx, hy, w.near[:0])
	for _, j := range w.near {
		r := &w.Rocks[j]
		if math.Abs(r.X-s.X) < hx && math.Abs(r.Y-s.Y) < hy && len(v.Rocks) < sightMax {
			v.Rocks = append(v.Rocks, brain.Thing{
				Slot: r.ID.Slot, X: r.X, Y: r.Y, Vx: r.Vx, Vy: r.Vy, Radius: r.Radius, Rich: float64(r.Rich) / 255,
			})
		}
	}
}

// boltsSeen is how far off a mind minds bolts, in u.
const boltsSeen = 430

func (w *World) lookBolts(s *Ship, v *brain.Sight) {
	w.indexBolts()
	w.near = w.boltMap.within(s.X, s.Y, boltsSeen, boltsSeen, w.near[:0])
	for _, j := range w.near {
		b := &w.Bolts[j]
		if b.Owner == s.ID || math.Abs(b.X-s.X) > boltsSeen || math.Abs(b.Y-s.Y) > boltsSeen || len(v.Bolts) >= sightMax {
			continue
		}
		d := flight.Table[b.Dir]
		speed := w.cat.Weapons[b.Kind].Speed
		v.Bolts = append(v.Bolts, brain.Thing{X: b.X, Y: b.Y, Vx: float64(d.X * speed), Vy: float64(d.Y * speed)})
	}
}
