package server

import (
	"testing"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
)

// crowded is what a client in a crowd would be sent in a tick, in bytes, by what it is shown: all must know who flies
// where, and the more of the window is near, the more is told of it.
func crowded(b *budget, must, may float64) int {
	near := float64(b.rings*b.rings) / (ringsMost * ringsMost)
	reach := reachSteps[b.reach]
	return int((must + may*near) * reach * reach / flight.Rate)
}

// drive lets a budget work for some seconds, and returns the mean bytes a second of the second half of them.
func drive(b *budget, seconds int, must, may float64) (mean float64) {
	sum := 0
	for now := game.Tick(1); now <= game.Tick(seconds*flight.Rate); now++ {
		n := crowded(b, must, may)
		b.spent(n, false, 1, now)
		if int(now) > seconds*flight.Rate/2 {
			sum += n
		}
	}
	return 2 * float64(sum) / float64(seconds)
}

func TestBudgetNarrowsOnlyAsFarAsItMust(t *testing.T) {
	for name, c := range map[string]struct {
		must, may, most float64
		narrowed        bool
	}{
		"a lonely place":     {500, 500, 1001, false},
		"a fight of a few":   {1200, 1200, 2500, false},
		"a fight of many":    {1500, 4000, 2750, true},
		"three hundred":      {6000, 12000, 3 * 2500, true},
		"a thousand at once": {20000, 40000, 3 * 2500, true},
	} {
		b := newBudget(2500)
		mean := drive(&b, 60, c.must, c.may)
		if mean > c.most || b.narrowed() != c.narrowed {
			t.Errorf("%s: %.0f bytes a second, narrowed %v (rings %d, reach %d); want at most %.0f, %v",
				name, mean, b.narrowed(), b.rings, b.reach, c.most, c.narrowed)
		}
		if drive(&b, 120, 300, 300); b.narrowed() {
			t.Errorf("%s: still narrowed long after: rings %d, reach %d", name, b.rings, b.reach)
		}
	}
}

// After a fight of some seconds beyond the budget, all is seen again soon: a debt that shrinks narrows nothing further.
func TestBudgetForgivesABurst(t *testing.T) {
	b := newBudget(2500)
	drive(&b, 8, 1500, 5000)
	least := b.rings
	for now := game.Tick(8*flight.Rate + 1); now < 40*flight.Rate; now++ {
		b.spent(20, false, 1, now)
		least = min(least, b.rings)
		if b.narrowed() && now > 33*flight.Rate {
			t.Fatalf("25 s after it: rings %d, reach %d", b.rings, b.reach)
		}
	}
	if least < 3 {
		t.Errorf("it was narrowed to %d rings", least)
	}
}

// After some calm a short fight is seen whole, and whole views, as after a spawn, are not held against the player.
func TestBudgetSpares(t *testing.T) {
	b := newBudget(2500)
	drive(&b, 6, 300, 300)
	narrow := false
	for now := game.Tick(200); now < 260; now++ {
		b.spent(5000/flight.Rate, false, 1, now)
		narrow = narrow || b.narrowed()
	}
	if narrow {
		t.Error("two seconds at 5 KB/s have narrowed the view")
	}
	b = newBudget(2500)
	b.spent(6000, true, 1, 1)
	for now := game.Tick(2); now < 200; now++ {
		if b.spent(600/flight.Rate, false, 1, now); b.narrowed() {
			t.Fatalf("tick %d: a whole view has narrowed a quiet place: rings %d, reach %d", now, b.rings, b.reach)
		}
	}
}

// In the thickest crowd a player's seconds come under the peak soon, and the last ring is given up last and comes back
// first.
func TestBudgetBoundsTheSecond(t *testing.T) {
	b := newBudget(2500)
	second := 0.0
	for now := game.Tick(1); now <= 20*flight.Rate; now++ {
		window := reachSteps[b.reach] * reachSteps[b.reach]
		inner := 2500 * float64(b.rings*b.rings+1) / 2
		n := (20000*window + min(inner, 20000*window)) / flight.Rate
		b.spent(int(n), false, 1, now)
		if second += (n - second) / flight.Rate; now > 3*flight.Rate && second*flight.Rate > 1.2*2500*peakFactor {
			t.Fatalf("tick %d: %.0f bytes a second with rings %d, reach %d", now, second*flight.Rate, b.rings, b.reach)
		}
		if b.rings == ringsLeast && b.reach < len(reachSteps)-2 {
			t.Fatalf("tick %d: no ring is left, and the window could be smaller: reach %d", now, b.reach)
		}
	}
}

// What is sent in few large messages narrows a view no more than the same bytes in many small ones.
func TestBudgetCountsTicksNotMessages(t *testing.T) {
	many, few := newBudget(2400), newBudget(2400)
	for now := game.Tick(1); now <= 60*flight.Rate; now++ {
		many.spent(100, false, 1, now)
		if now%2 == 0 {
			few.spent(200, false, 2, now)
		}
	}
	if many.reach != 0 || few.reach != many.reach {
		t.Errorf("3 KB/s give reach %d in a message a tick, %d in half as many", many.reach, few.reach)
	}
}
