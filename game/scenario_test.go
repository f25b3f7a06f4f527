package game

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// A scenario is a crowd of people at a world's door: they come, play, fly at random, choose, lose their lines, give
// up and leave. The same seed gives the same crowd.
type scenario struct {
	r      *rand.Rand
	people []PilotID
	most   int // people at once
	next   PilotID
	names  []string
}

func newScenario(seed uint64, most int) *scenario {
	return &scenario{r: rand.New(rand.NewPCG(seed, 7)), most: most, next: 1, names: []string{"Ann", "Bo", "Çelik", "", "丸", "O'Neill"}}
}

// inputs is what the crowd does at the start of the next tick.
func (s *scenario) inputs(w *World) []Input {
	var in []Input
	if len(s.people) < s.most && s.r.IntN(12) == 0 {
		in = append(in, Input{Verb: VerbJoin, Pilot: s.next, Name: s.names[s.r.IntN(len(s.names))], Hue: uint8(s.r.IntN(8))})
		s.people = append(s.people, s.next)
		s.next++
	}
	for i := 0; i < len(s.people); i++ {
		id := s.people[i]
		p := w.Pilot(id)
		if p == nil {
			continue // it joins with these inputs
		}
		act, leaves := s.act(p)
		in = append(in, act...)
		if leaves {
			s.people = append(s.people[:i], s.people[i+1:]...)
			i--
		}
	}
	return in
}

// act is what one person does, which is mostly nothing: controls are held until they change.
func (s *scenario) act(p *Pilot) (in []Input, leaves bool) {
	if p.Phase != Flying && s.r.IntN(20) == 0 {
		in = append(in, Input{Verb: VerbPlay, Pilot: p.ID, Name: fmt.Sprintf("%s %d", s.names[s.r.IntN(len(s.names))], p.ID), Hue: uint8(s.r.IntN(8))})
	}
	if p.Offer.Number != 0 && s.r.IntN(25) == 0 {
		in = append(in, Input{Verb: VerbChoose, Pilot: p.ID, Number: p.Offer.Number - uint16(s.r.IntN(2)), Index: uint8(s.r.IntN(4))})
	}
	if s.r.IntN(7) == 0 {
		in = append(in, Input{Verb: VerbHold, Pilot: p.ID, Late: s.r.IntN(10) == 0, Controls: s.controls(p)})
	}
	switch s.r.IntN(1200) {
	case 0:
		in = append(in, Input{Verb: VerbEject, Pilot: p.ID})
	case 1:
		return append(in, Input{Verb: VerbLeave, Pilot: p.ID}), true
	case 2, 3:
		in = append(in, Input{Verb: VerbDrift, Pilot: p.ID})
	}
	if p.Adrift && s.r.IntN(60) == 0 {
		in = append(in, Input{Verb: VerbBack, Pilot: p.ID})
	}
	return in, false
}

// controls turns the aim by a hand's width, and now and then everything.
func (s *scenario) controls(p *Pilot) Controls {
	c := p.Helm
	c.Aim = uint16(int(c.Aim)+s.r.IntN(161)-80) % 1024
	if s.r.IntN(3) == 0 {
		c.Move, c.Power, c.Boost = uint8(s.r.IntN(256)), uint8(s.r.IntN(16)), s.r.IntN(4) == 0
		c.Fire, c.Beam, c.Lag = s.r.IntN(2) == 0, s.r.IntN(4) == 0, uint8(s.r.IntN(9))
	}
	return c
}

// randomSeed is a new seed each run; it is printed when the test fails.
func randomSeed(t testing.TB) uint64 {
	seed := rand.Uint64()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return seed
}

// record plays a scenario and records it, and returns the recording and the hash after each tick.
func record(t testing.TB, seed uint64, people, fill, ticks int) (recording []byte, hashes []uint64) {
	t.Helper()
	w := newWorld(t, seed, fill)
	crowd := newScenario(seed, people)
	var out bytes.Buffer
	rec, err := NewRecorder(&out, w)
	if err != nil {
		t.Fatal(err)
	}
	for range ticks {
		in := crowd.inputs(w)
		w.Step(in)
		hashes = append(hashes, w.Hash())
		if err := rec.Tick(in, hashes[len(hashes)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), hashes
}
