package game

import (
	"math/rand/v2"
	"testing"
)

// Two worlds of one seed and the same inputs are the same world, at every tick.
func TestSameInputsSameWorld(t *testing.T) {
	seed := randomSeed(t)
	_, first := record(t, seed, 12, 20, 900)
	_, second := record(t, seed, 12, 20, 900)
	for i := range first {
		if first[i] != second[i] {
			t.Fatalf("tick %d: the hashes are %016x and %016x", i+1, first[i], second[i])
		}
	}
}

// Another seed is another world.
func TestAnotherSeedAnotherWorld(t *testing.T) {
	_, first := record(t, 1, 2, 4, 3)
	_, second := record(t, 2, 2, 4, 3)
	for i := range first {
		if first[i] == second[i] {
			t.Fatalf("tick %d: both hashes are %016x", i+1, first[i])
		}
	}
}

// A world restored from a snapshot goes on as the one that wrote it, tick by tick, whenever it was written.
func TestRestoredWorldGoesOnAlike(t *testing.T) {
	seed := randomSeed(t)
	r := rand.New(rand.NewPCG(seed, 1))
	w := newWorld(t, seed, 20)
	crowd := newScenario(seed, 12)
	twins := map[*World]Tick{} // restored worlds, and when
	for range 900 {
		if r.IntN(150) == 0 {
			twins[restored(t, w)] = w.Tick
		}
		in := crowd.inputs(w)
		w.Step(in)
		for twin, since := range twins {
			twin.Step(in)
			if twin.Hash() != w.Hash() {
				t.Fatalf("restored at tick %d, at tick %d it is another world", since, w.Tick)
			}
		}
	}
	if err := w.Check(); err != nil {
		t.Error(err)
	}
}

func restored(t testing.TB, w *World) *World {
	t.Helper()
	b, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	twin, err := Restore(w.cat, b)
	if err != nil {
		t.Fatal(err)
	}
	if twin.Hash() != w.Hash() {
		t.Fatalf("tick %d: a world just restored has another hash", w.Tick)
	}
	return twin
}
