package game

import (
	"encoding/binary"
	"github.com/orbrawl/orbrawl/protocol"
	"testing"
)

// watched steps a world and proves after each step what must hold between any two.
type watched struct {
	*World
	freed  map[uint16]Tick // when a slot was last left
	holder map[uint16]EntityID
}

func watch(w *World) *watched {
	return &watched{World: w, freed: map[uint16]Tick{}, holder: map[uint16]EntityID{}}
}

func (w *watched) step(t testing.TB, in []Input) {
	t.Helper()
	w.Step(in)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
	w.endsOnce(t)
	w.slotsRest(t)
}

// endsOnce proves that nothing dies twice and no bolt hits twice.
func (w *watched) endsOnce(t testing.TB) {
	t.Helper()
	ended := map[EntityID]bool{}
	for _, e := range w.Ends {
		if ended[e.ID] {
			t.Fatalf("tick %d: %+v ended twice", w.Tick, e)
		}
		ended[e.ID] = true
		if delete(w.freed, e.ID.Slot); e.Kind != KindBolt { // theirs need no rest
			w.freed[e.ID.Slot] = w.Tick
		}
	}
	struck := map[EntityID]bool{}
	for _, h := range w.Hits {
		if struck[h.Bolt] || !ended[h.Bolt] {
			t.Fatalf("tick %d: a bolt hit twice or flew on: %+v", w.Tick, h)
		}
		struck[h.Bolt] = true
	}
}

// restOf is how long the slot of a thing rests.
func restOf(id EntityID) Tick {
	if id.Slot < protocol.ShipSlots {
		return berthRest
	}
	return slotRest
}

// slotsRest proves that a slot that was left is not used again before its rest is over.
func (w *watched) slotsRest(t testing.TB) {
	t.Helper()
	now := map[uint16]EntityID{}
	take := func(id EntityID) {
		if _, twice := now[id.Slot]; twice {
			t.Fatalf("tick %d: slot %d is held twice", w.Tick, id.Slot)
		}
		now[id.Slot] = id
		left, used := w.freed[id.Slot]
		if before, there := w.holder[id.Slot]; (!there || before != id) && used && w.Tick-left < restOf(id) {
			t.Fatalf("tick %d: slot %d was left at %d and is held again", w.Tick, id.Slot, left)
		}
	}
	for i := range w.Ships {
		take(w.Ships[i].ID)
	}
	for i := range w.Rocks {
		take(w.Rocks[i].ID)
	}
	for i := range w.Ores {
		take(w.Ores[i].ID)
	}
	for i := range w.Bolts {
		take(w.Bolts[i].ID)
	}
	w.holder = now
}

// A crowd of people and bots for a minute: nothing breaks between any two ticks.
func TestEveryTickHangsTogether(t *testing.T) {
	seed := randomSeed(t)
	w := watch(newWorld(t, seed, 24))
	crowd := newScenario(seed, 16)
	for range 30 * 60 {
		w.step(t, crowd.inputs(w.World))
	}
}

// Ten minutes of 60 bots: no number goes astray, and nothing grows without end.
func TestTenMinutesOfBots(t *testing.T) {
	seed := randomSeed(t)
	w := newWorld(t, seed, 60)
	minutes := 10
	if testing.Short() {
		minutes = 1
	}
	for range 30 * 60 * minutes {
		w.Step(nil)
		if w.Tick%900 != 0 {
			continue
		}
		if err := w.Check(); err != nil {
			t.Fatal(err)
		}
	}
	if _, bots := w.People(); bots != 60 {
		t.Errorf("%d bots are left of 60", bots)
	}
	if n := len(w.Slots.Table); n > 8000 {
		t.Errorf("the table of slots has grown to %d", n)
	}
}

// inputBytes is how many bytes of fuzz make one input.
const inputBytes = 16

// fuzzedInput makes an input of any kind from bytes, for one of few pilots so that they have careers.
func fuzzedInput(b []byte) Input {
	id := PilotID(b[0] % 8)
	if b[0] >= 0xf0 {
		id = PilotID(binary.LittleEndian.Uint32(b)) // anybody, bots among them
	}
	if b[0]&0xf8 == 0x80 {
		id = botID | PilotID(b[0]&7)
	}
	return Input{
		Pilot: id, Verb: Verb(b[1] % 9), Late: b[2]&1 != 0, Name: string(b[3:5]), Hue: b[3],
		Number: uint16(b[4] % 4), Index: b[5],
		Controls: Controls{
			Move: b[6], Power: b[7], Aim: binary.LittleEndian.Uint16(b[8:]), Lag: b[10],
			Fire: b[11]&1 != 0, Beam: b[11]&2 != 0, Boost: b[11]&4 != 0,
		},
	}
}

// No inputs, in whatever order, break a world. Byte 15 of each input says how many ticks pass after it.
func FuzzStep(f *testing.F) {
	joined := make([]byte, 0, 4*inputBytes)
	for _, verb := range []byte{1, 2, 0, 7} {
		in := make([]byte, inputBytes)
		in[0], in[1], in[7], in[8], in[11], in[15] = 3, verb, 255, 77, 7, 40
		joined = append(joined, in...)
	}
	f.Add(uint64(1), joined)
	f.Add(uint64(2), []byte("a world takes inputs of all kinds and does not break by any of them."))
	cat := loadCatalog(f)
	f.Fuzz(func(t *testing.T, seed uint64, b []byte) {
		world, err := NewWorld(cat, Config{Seed: seed, Fill: int(seed % 6)})
		if err != nil {
			t.Fatal(err)
		}
		w := watch(world)
		var in []Input
		for ; len(b) >= inputBytes && w.Tick < 200; b = b[inputBytes:] {
			in = append(in, fuzzedInput(b))
			for range b[15] % 16 {
				w.step(t, in)
				in = in[:0]
			}
		}
		w.step(t, in)
	})
}
