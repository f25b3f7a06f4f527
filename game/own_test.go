package game

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
)

// An ownFlight is what one pilot did and where the world had its ship, while nothing disturbed it: a browser that
// flies the same inputs from Self must be right at every tick without a word of the server.
type ownFlight struct {
	Catalog catalog.Catalog `json:"catalog"`
	Self    ownSelf         `json:"self"`
	Inputs  []ownInput      `json:"inputs"` // held from that tick on
	States  []ownState      `json:"states"` // at the end of each tick after Self's
}

type ownSelf struct {
	ownState
	Slot   uint16 `json:"slot"`
	Gen    uint8  `json:"gen"`
	Hull   uint8  `json:"hull"`
	Tracks []int  `json:"tracks"`
}

type ownInput struct {
	Tick  Tick   `json:"tick"`
	Move  uint8  `json:"move"`
	Power uint8  `json:"power"`
	Aim   uint16 `json:"aim"`
	Fire  bool   `json:"fire"`
	Beam  bool   `json:"beam"`
	Boost bool   `json:"boost"`
}

type ownState struct {
	Tick   Tick    `json:"tick"`
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Vx     float64 `json:"vx"`
	Vy     float64 `json:"vy"`
	Energy float64 `json:"energy"`
	Cool   uint8   `json:"cool"`
}

func stateOf(tick Tick, b *flight.Body) ownState {
	return ownState{tick, b.X, b.Y, b.Vx, b.Vy, b.Energy, b.Cool}
}

func (s *ownState) body() flight.Body {
	return flight.Body{X: s.X, Y: s.Y, Vx: s.Vx, Vy: s.Vy, Energy: s.Energy, Cool: s.Cool}
}

const (
	ownPath  = "testdata/own.json"
	ownTicks = 300
)

// TestGoldenOwnFlight flies the recorded inputs by package flight alone and must find the world's own states.
func TestGoldenOwnFlight(t *testing.T) {
	if *update {
		if err := os.WriteFile(ownPath, marshal(t, flyOwn(t)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(ownPath)
	if err != nil {
		t.Fatal(err)
	}
	var own ownFlight
	if err := json.Unmarshal(raw, &own); err != nil {
		t.Fatal(err)
	}
	if len(own.States) != ownTicks || len(own.Inputs) < 30 {
		t.Fatalf("%d states and %d inputs", len(own.States), len(own.Inputs))
	}
	var tracks catalog.Tracks
	for i, level := range own.Self.Tracks {
		tracks[i] = uint8(level)
	}
	hull := int(own.Self.Hull)
	drive, gun := own.Catalog.Drive(hull, tracks), 0
	for own.Catalog.Weapons[gun].Key != own.Catalog.Hulls[hull].Gun {
		gun++
	}
	period := own.Catalog.Period(gun, tracks)
	body, inputs, held := own.Self.body(), own.Inputs, ownInput{}
	for _, want := range own.States {
		for len(inputs) > 0 && inputs[0].Tick <= want.Tick {
			held, inputs = inputs[0], inputs[1:]
		}
		flight.Step(&body, flight.Helm{Move: held.Move, Power: held.Power, Boost: held.Boost, Beam: held.Beam}, &drive)
		flight.Trigger(&body, held.Fire, period)
		if got := stateOf(want.Tick, &body); got != want {
			t.Fatalf("flown  %+v\nworld's %+v", got, want)
		}
	}
}

// flyOwn looks for a seed whose pilot meets nothing in ten seconds of wild flight.
func flyOwn(t *testing.T) ownFlight {
	t.Helper()
	for seed := uint64(1); seed < 200; seed++ {
		if own, ok := tryOwn(t, seed); ok {
			return own
		}
	}
	t.Fatal("no seed of 200 leaves its pilot undisturbed")
	return ownFlight{}
}

func tryOwn(t *testing.T, seed uint64) (own ownFlight, ok bool) {
	t.Helper()
	w := newWorld(t, seed, 0)
	w.Step([]Input{{Verb: VerbJoin, Pilot: 1}, {Verb: VerbPlay, Pilot: 1}})
	s := w.ShipOf(1)
	own.Catalog = *w.cat
	own.Self = ownSelf{stateOf(w.Tick, &s.Body), s.ID.Slot, s.ID.Gen, s.Hull, make([]int, catalog.TrackCount)}
	r := rand.New(rand.NewPCG(seed, 5))
	for range ownTicks {
		var in []Input
		if r.IntN(6) == 0 {
			c := Controls{Move: uint8(r.IntN(256)), Power: uint8(r.IntN(16)), Aim: uint16(r.IntN(1024)), Fire: r.IntN(2) == 0, Beam: r.IntN(3) == 0, Boost: r.IntN(3) == 0}
			in = append(in, Input{Verb: VerbHold, Pilot: 1, Controls: c})
			own.Inputs = append(own.Inputs, ownInput{w.Tick + 1, c.Move, c.Power, c.Aim, c.Fire, c.Beam, c.Boost})
		}
		w.Step(in)
		s := w.ShipOf(1)
		if s == nil || s.Disturbed {
			return own, false
		}
		own.States = append(own.States, stateOf(w.Tick, &s.Body))
	}
	return own, true
}
