package game

import (
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
)

func loadCatalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load(os.DirFS("../assets/catalog"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newWorld(t testing.TB, seed uint64, fill int) *World {
	t.Helper()
	w, err := NewWorld(loadCatalog(t), Config{Seed: seed, Fill: fill})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestBotsMakeAFight(t *testing.T) {
	w := newWorld(t, 1, 24)
	kills, hits, takes, level := 0, 0, 0, uint8(0)
	for range 30 * 120 {
		w.Step(nil)
		kills += len(w.Kills)
		hits += len(w.Hits)
		takes += len(w.Takes)
	}
	for i := range w.Ships {
		if s := &w.Ships[i]; math.IsNaN(s.X + s.Y + s.Vx + s.Vy) {
			t.Fatalf("ship %v is nowhere: %+v", s.ID, s.Body)
		}
		level = max(level, w.Pilot(w.Ships[i].Pilot).Level)
	}
	t.Logf("2 minutes of 24 bots: %d kills, %d hits, %d ore, top level %d, %d rocks, %d ships, radius %.0f", kills, hits, takes, level, len(w.Rocks), len(w.Ships), w.Radius)
	if kills < 10 || takes < 100 || level < 3 {
		t.Errorf("too quiet for a fight: %d kills, %d ore, top level %d", kills, takes, level)
	}
}

func BenchmarkStep(b *testing.B) {
	for _, bots := range []int{100, 500, 1000} {
		b.Run(strconv.Itoa(bots), func(b *testing.B) {
			w := newWorld(b, 1, bots)
			for range 4*bots + 300 {
				w.Step(nil)
			}
			b.ReportAllocs()
			for b.Loop() {
				w.Step(nil)
			}
			b.Logf("%d ships, %d rocks, %d ore, %d bolts", len(w.Ships), len(w.Rocks), len(w.Ores), len(w.Bolts))
		})
	}
}
