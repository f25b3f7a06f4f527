package game

import (
	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// Tick counts steps of the world, [flight.Rate] a second.
type Tick uint32

// Config is what a world is made with. It is part of the world's state.
type Config struct {
	Seed uint64
	Mode string // name of the rules; "" is brawl
	Fill int    // pilots, people included, that bots fill the world up to; negative takes the catalog's
}

// World is a sector and all that flies in it. It is a pure function of its Config, its catalog and its
// inputs: no clock, no goroutine, no socket. It belongs to one goroutine.
type World struct {
	State
	cat   *catalog.Catalog
	rules Rules

	// rebuilt from State, never saved
	byID    map[PilotID]int // index into Pilots
	seats   []int32         // by slot of ships: where the pilot was when it was last looked for
	rockMap grid
	shipMap grid
	oreMap  grid
	boltMap grid               // as bolts lay at the end of the last step, for minds
	sorted  bool               // the bolts into it
	stale   bool               // things came or went since the grids were filled
	near    []int32            // answers of grid queries
	widest  float64            // u, the radius of the largest hull
	strides [pastTicks]float64 // u, how far the fastest ship went in each of the last ticks, or more; by tick modulo pastTicks
	fates   []fate
	sight   brain.Sight
	Happened
}

// State is everything that makes a world what it is: Snapshot writes it, Hash reads it.
type State struct {
	Config  Config
	Tick    Tick
	Chance  Chance
	Radius  float64 // u, the sector's edge
	Berths  Slots   // of ships
	Slots   Slots   // of all other things
	Pilots  []Pilot
	Ships   []Ship
	Rocks   []Rock
	Ores    []Ore
	Bolts   []Bolt
	Leader  PilotID // who carries the bounty, 0 for nobody
	NextBot uint32
	Calm    uint8 // how many reaction times bots take longer to think, so that a strained server may breathe
}

// Happened is what one step did that cannot be seen in the state after it. It is valid until the next Step.
type Happened struct {
	Hits  []Hit
	Ends  []End
	Takes []Take
	Kills []Kill
}

// Hit is a bolt that struck.
type Hit struct {
	Bolt, Target EntityID
	Amount       float64
	Kind         uint8 // protocol.HitHull and so on
	At           flight.Vec
}

// End is a thing that left the world.
type End struct {
	ID    EntityID
	Kind  Kind
	Cause uint8 // protocol.GoneQuiet and so on
}

// Take is ore that a ship picked up.
type Take struct{ Ore, Ship EntityID }

// Kill is a ship that was destroyed.
type Kill struct {
	By, Victim         PilotID // By is 0 for nobody
	BySlot, VictimSlot uint16
	Cause              protocol.Cause
	Bounty             uint32
	At                 flight.Vec
}

// NewWorld makes a world with its rocks and bots in place. It fails when the mode is unknown.
func NewWorld(cat *catalog.Catalog, conf Config) (*World, error) {
	rules, err := NewRules(conf.Mode)
	if err != nil {
		return nil, err
	}
	if conf.Fill < 0 {
		conf.Fill = cat.Bots.Fill
	}
	w := worldOf(State{}, cat, rules)
	w.Config, w.Berths, w.Slots = conf, newBerths(), newSlots()
	w.Chance = Chance{conf.Seed}
	w.Radius = w.wantRadius(conf.Fill)
	w.index()
	for range w.rockTarget() {
		w.growRock(true)
	}
	w.index()
	return w, nil
}

// worldOf makes a world around a state. Nothing is indexed yet.
func worldOf(s State, cat *catalog.Catalog, rules Rules) *World {
	w := &World{State: s, cat: cat, rules: rules, byID: map[PilotID]int{}}
	for i := range w.Pilots {
		w.byID[w.Pilots[i].ID] = i
	}
	for i := range cat.Hulls {
		w.widest = max(w.widest, cat.Hulls[i].Radius)
	}
	for i := range w.strides {
		w.strides[i] = movedOn
	}
	return w
}

// Mode is the name of the rules this world plays by.
func (w *World) Mode() string { return w.rules.Name() }

// Catalog is the numbers this world plays by.
func (w *World) Catalog() *catalog.Catalog { return w.cat }

// Chance is the world's own randomness: SplitMix64 (Steele, Lea and Flood 2014), one word of state.
type Chance struct{ S uint64 }

// Uint64 is the next random word. It makes Chance a math/rand/v2 source.
func (c *Chance) Uint64() uint64 {
	c.S += 0x9e3779b97f4a7c15
	z := c.S
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Float is uniform in [0, 1).
func (c *Chance) Float() float64 { return float64(float64(c.Uint64()>>11) / (1 << 53)) }

// Intn is uniform in [0, n) for small n.
func (c *Chance) Intn(n int) int { return int(c.Uint64()>>33) % n }

// Spread is uniform in [-1, 1).
func (c *Chance) Spread() float64 { return float64(2*c.Float()) - 1 }

// Dir is a random direction of the table.
func (c *Chance) Dir() flight.Vec { return flight.Table[c.Intn(flight.Dirs)] }
