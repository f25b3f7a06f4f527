package server

import (
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/game/flight"
)

// press lets a strain work for some seconds, with what a tick takes by level, and returns the levels it went through.
func press(s *strain, seconds int, takes func(level int) float64) (levels []int) {
	for range seconds * flight.Rate {
		if s.worked(time.Duration(takes(s.level) * float64(tickLength))) {
			levels = append(levels, s.level)
		}
	}
	return levels
}

func TestStrainGivesWayInOrder(t *testing.T) {
	var s strain
	if levels := press(&s, 60, func(int) float64 { return 0.6 }); s.level != easy {
		t.Fatalf("at ease it went through %v", levels)
	}
	relief := func(level int) float64 { return 1.2 - 0.2*float64(level) }
	if levels := press(&s, 60, relief); s.level != shedRate {
		t.Fatalf("a load that two reliefs bring under the mark went through %v", levels)
	}
	if press(&s, 10, func(int) float64 { return 2 }); s.level != shedBots {
		t.Fatalf("a load that nothing relieves ends at %d", s.level)
	}
	if levels := press(&s, 60, func(int) float64 { return 0.3 }); s.level != easy || len(levels) != shedLevels-1 {
		t.Fatalf("the way back is %v", levels)
	}
	if press(&s, 60, func(int) float64 { return 0.3 }); s.level != easy {
		t.Fatal("it does not stay at ease")
	}
}

// One long tick is no strain.
func TestStrainForgivesOneTick(t *testing.T) {
	var s strain
	n := 0
	levels := press(&s, 20, func(int) float64 {
		if n++; n%90 == 0 {
			return 4
		}
		return 0.3
	})
	if len(levels) > 0 {
		t.Errorf("it went through %v", levels)
	}
}

// Bots think more rarely at the last level, and as before after it.
func TestStrainReachesTheBots(t *testing.T) {
	r := newRig(t, plain(), emptyCatalog(t))
	r.loop.strain = strain{level: shedRate, average: 3, since: strainRise}
	r.loop.relieve(3 * tickLength)
	if r.tick(1); r.loop.world.Calm != 1 {
		t.Fatalf("calm is %d under the greatest strain", r.loop.world.Calm)
	}
	r.loop.strain.average, r.loop.strain.since = 0.1, strainFall
	r.loop.relieve(0)
	if r.tick(1); r.loop.world.Calm != 0 || r.loop.strain.level != shedRate {
		t.Fatalf("calm is %d, level %d after it", r.loop.world.Calm, r.loop.strain.level)
	}
	r.wantCount(1, "strain_total", "bots")
}
