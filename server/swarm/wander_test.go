package swarm

import (
	"math"
	"testing"
)

// TestWanderersAreSpreadEvenly walks from goal to goal, and looks where the way led.
func TestWanderersAreSpreadEvenly(t *testing.T) {
	const seed, radius, steps = 21, 8000.0, 20000
	src := chance{seeded(seed)}
	w, x, y := wander{}, 0.0, 0.0
	inner, all := 0, 0
	for range steps {
		w.choose(x, y, radius, src)
		if math.Hypot(w.x, w.y) > radius*wanderEdge {
			t.Fatalf("seed %d: a goal lies at %.0f, %.0f", seed, w.x, w.y)
		}
		far := math.Hypot(w.x-x, w.y-y)
		for at := 0.0; at < far; at += 100 {
			all++
			if math.Hypot(x+(w.x-x)*at/far, y+(w.y-y)*at/far) < radius*wanderEdge/2 {
				inner++
			}
		}
		x, y = w.x, w.y
	}
	near(t, "the share of the way in the inner quarter of the area", float64(inner)/float64(all), 0.25, 0.1)
}

func TestWanderersAreNotStuckBeforeTheyKnowTheSector(t *testing.T) {
	src := chance{seeded(4)}
	w := wander{}
	for range 100 {
		w.choose(500, -500, 0, src)
		if d := math.Hypot(w.x-500, w.y+500); d < wanderLeast || d > wanderMost {
			t.Fatalf("a goal lies %.0f u away", d)
		}
	}
	w.choose(9000, 0, 1000, src) // far outside: home
	if w.x != 0 || w.y != 0 {
		t.Errorf("from outside it goes to %.0f, %.0f", w.x, w.y)
	}
}
