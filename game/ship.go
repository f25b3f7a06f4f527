package game

import (
	"math"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
)

// pastTicks is how far back the world remembers where ships were: half a second.
const pastTicks = 16

// Ship is a ship in flight.
type Ship struct {
	ID    EntityID
	Pilot PilotID
	Hull  uint8 // index into the catalog
	Hue   uint8
	flight.Body
	Helm  Controls // in force this tick
	Burn  flight.Burn
	Armor float64 // hull points left
	Cover float64 // shield points left
	Born  Tick
	HitAt Tick // last time something hurt it
	Safe  Tick // nothing hurts it before this tick
	BeamX float64
	BeamY float64
	Past  [pastTicks]flight.Vec // by tick modulo pastTicks

	// follows from hull and upgrades
	Drive  flight.Drive
	Armors float64 // full hull
	Covers float64 // full shield
	Radius float64
	Mass   float64
	Reach  float64 // of the magnet
	Period uint8   // of the gun
	Gain   catalog.Tracks

	// set and cleared within a step
	Disturbed bool // its pilot's browser cannot have computed this tick
	Touched   bool // something solid pushed it
}

// Ship finds a living ship.
func (w *World) Ship(id EntityID) *Ship {
	if i, ok := w.Berths.find(id, KindShip); ok {
		return &w.Ships[i]
	}
	return nil
}

// protected reports whether nothing can hurt the ship now.
func (s *Ship) protected(now Tick) bool { return now < s.Safe }

// fit recomputes what follows from hull and upgrades, keeping the shares of hull and shield.
func (w *World) fit(s *Ship, t catalog.Tracks) {
	h := &w.cat.Hulls[s.Hull]
	armors, covers := w.cat.HullPoints(int(s.Hull), t), w.cat.ShieldPoints(int(s.Hull), t)
	s.Armor += armors - s.Armors
	s.Cover += covers - s.Covers
	s.Armors, s.Covers = armors, covers
	s.Drive = w.cat.Drive(int(s.Hull), t)
	s.Radius, s.Mass = h.Radius, h.Mass
	s.Reach = w.cat.Magnet(int(s.Hull), t)
	s.Period = w.cat.Period(h.GunIndex, t)
	s.Gain = t
	s.Disturbed = true
}

func (w *World) addShip(s Ship) *Ship {
	id, ok := w.Berths.take(KindShip, len(w.Ships), w.Tick)
	if !ok {
		return nil
	}
	s.ID = id
	for i := range s.Past {
		s.Past[i] = flight.Vec{X: s.X, Y: s.Y}
	}
	w.Ships = append(w.Ships, s)
	w.stale = true
	return &w.Ships[len(w.Ships)-1]
}

func (w *World) dropShip(id EntityID) {
	w.Ships = remove(w, w.Ships, id, KindShip, func(t *Ship) EntityID { return t.ID })
	w.stale = true
}

// where is the ship's position lag ticks ago.
func (s *Ship) where(now Tick, lag uint8) flight.Vec {
	if lag == 0 {
		return flight.Vec{X: s.X, Y: s.Y}
	}
	return s.Past[(now-Tick(lag))%pastTicks]
}

// remember notes where the ships are, for shots that are judged back in time. Of a ship whose pilot must be told, the
// state is rounded to what travels in single precision: its browser goes on from the same bits.
func (w *World) remember() {
	far := 0.0
	for i := range w.Ships {
		s := &w.Ships[i]
		if s.Disturbed {
			s.X, s.Y, s.Energy = single(s.X), single(s.Y), single(s.Energy)
			s.Vx, s.Vy = single(s.Vx), single(s.Vy)
		}
		last := s.Past[(w.Tick-1)%pastTicks]
		dx, dy := s.X-last.X, s.Y-last.Y
		far = max(far, float64(dx*dx)+float64(dy*dy))
		s.Past[w.Tick%pastTicks] = flight.Vec{X: s.X, Y: s.Y}
	}
	w.strides[w.Tick%pastTicks] = math.Sqrt(far)
}

func single(v float64) float64 { return float64(float32(v)) }
