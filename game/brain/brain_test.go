package brain

import (
	"testing"

	"github.com/orbrawl/orbrawl/game/flight"
)

// steady is a source that never surprises.
type steady struct{}

func (steady) Float() float64 { return 0.5 }

func sight() *Sight {
	return &Sight{
		Own: Thing{Radius: 17, Hull: 1}, Energy: 1, Shield: 1, EdgeGap: 2000, BoltSpeed: 900, FireRange: 500,
		BeamRange: 250, FleeBelow: 0.35, Flock: 0.5,
	}
}

// along is how much of a full push goes toward +x.
func along(a Act) float64 {
	return flight.Table[int(a.Move)*flight.Dirs/256].X * float64(a.Power) / 15
}

func TestHunterFightsWhatItSees(t *testing.T) {
	m := NewMind(Hunter, 1)
	s := sight()
	s.Ships = append(s.Ships, Thing{Slot: 9, X: 400, Radius: 17, Hull: 1})
	a := m.Think(s, steady{})
	if !a.Fire || a.Aim != 0 || m.Target != 9 {
		t.Fatalf("fires %v, aims %d, target %d; want fire along +x at 9", a.Fire, a.Aim, m.Target)
	}
	s.Ships[0].X = 800
	if a := m.Think(s, steady{}); a.Fire || along(a) <= 0 {
		t.Fatalf("out of range it fires %v and flies %.2f toward the foe; want it to close in", a.Fire, along(a))
	}
}

func TestLeadsAMovingFoe(t *testing.T) {
	m := NewMind(Hunter, 1)
	s := sight()
	s.Ships = append(s.Ships, Thing{Slot: 9, X: 400, Vy: 300, Radius: 17, Hull: 1})
	if a := m.Think(s, steady{}); a.Aim == 0 || a.Aim > flight.Dirs/4 {
		t.Fatalf("aims %d at a foe that flies toward +y, want ahead of it", a.Aim)
	}
}

func TestProtectedShipsAreNoFoes(t *testing.T) {
	m := NewMind(Hunter, 1)
	s := sight()
	s.Ships = append(s.Ships, Thing{Slot: 9, X: 300, Radius: 17, Hull: 1, Safe: true})
	if a := m.Think(s, steady{}); a.Fire || m.Target == 9 {
		t.Fatalf("fires %v at a ship that cannot be hurt", a.Fire)
	}
}

func TestWeakAndAutopilotFlee(t *testing.T) {
	for name, m := range map[string]Mind{"weak": NewMind(Hunter, 0.5), "autopilot": NewMind(Autopilot, 0.5)} {
		s := sight()
		if name == "weak" {
			s.Own.Hull, s.Shield = 0.2, 0
		}
		s.Ships = append(s.Ships, Thing{Slot: 9, X: 300, Radius: 17, Hull: 1})
		a := m.Think(s, steady{})
		if along(a) >= 0 {
			t.Errorf("%s flies %.2f toward the foe, want away", name, along(a))
		}
		if name == "autopilot" && a.Fire {
			t.Error("an autopilot starts a fight")
		}
	}
}

func TestMinerCutsRocksAndGathersOre(t *testing.T) {
	m := NewMind(Miner, 1)
	s := sight()
	s.Rocks = append(s.Rocks, Thing{Slot: 3, X: 200, Radius: 40})
	if a := m.Think(s, steady{}); !a.Beam || a.Aim != 0 {
		t.Fatalf("beams %v, aims %d; want the rock cut", a.Beam, a.Aim)
	}
	s.Ores = append(s.Ores, Thing{Slot: 4, X: -150})
	if a := m.Think(s, steady{}); along(a) >= 0 {
		t.Fatalf("flies %.2f, want toward the ore", along(a))
	}
}

func TestTurnsBackFromTheStorm(t *testing.T) {
	m := NewMind(Hunter, 1)
	s := sight()
	s.Own.X, s.EdgeGap = 1500, -50
	if a := m.Think(s, steady{}); along(a) > -0.9 || !a.Boost {
		t.Fatalf("in the storm it flies %.2f and boosts %v; want home at full power", along(a), a.Boost)
	}
}

func TestAvoidsRocksAhead(t *testing.T) {
	m := NewMind(Hunter, 1)
	s := sight()
	s.Own.Vx = 400
	s.Ships = append(s.Ships, Thing{Slot: 9, X: 900, Radius: 17, Hull: 1})
	straight := along(m.Think(s, steady{}))
	s.Rocks = append(s.Rocks, Thing{X: 260, Y: 10, Radius: 60})
	if braked := along(m.Think(s, steady{})); braked >= straight {
		t.Fatalf("flies %.2f with a rock ahead and %.2f without", braked, straight)
	}
}
