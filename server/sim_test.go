package server

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/orbrawl/orbrawl/game/catalog"
)

var (
	simSeed  = flag.Uint64("sim.seed", 1, "first seed of the simulation")
	simSeeds = flag.Int("sim.seeds", 0, "how many seeds to simulate; 0 is one when -sim.seed is given, else the usual number")
	simTrace = flag.Bool("sim.trace", false, "print all that happens in a simulation")
)

// usualSeeds is how many seeds every test run simulates.
const usualSeeds = 1000

// raceSeeds is how many under the race detector, to which two simulations at once show what they share.
const raceSeeds = 20

// TestSimulation runs server, world and clients together in one goroutine each seed: over lines that stall, jitter
// and break, with clients that misbehave, all drawn from the seed, and looks at every tick whether all is sound.
// When the faults have ended, everybody must be back, know all, and be shown all, within bounded time.
//
// A failure names what was broken, and the command that plays it again. To look for more:
//
//	go test ./server -run 'TestSimulation$' -sim.seed=1000000 -sim.seeds=100000 -timeout 0
func TestSimulation(t *testing.T) {
	cat := loadCatalog(t)
	first, count := *simSeed, *simSeeds
	switch {
	case count > 0:
	case flagGiven("sim.seed"):
		count = 1
	default:
		count = usualSeeds
		if raceDetector {
			count = raceSeeds
		}
	}
	var next atomic.Uint64
	var broken atomic.Int32
	var total tally
	var mu sync.Mutex
	var crew sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), count) {
		crew.Go(func() {
			for at := next.Add(1) - 1; at < uint64(count) && broken.Load() < 3; at = next.Add(1) - 1 {
				s := simulate(cat, first+at, *simTrace)
				mu.Lock()
				total.add(&s.tally)
				if s.broken != nil {
					broken.Add(1)
					t.Error(report(cat, s))
				}
				mu.Unlock()
			}
		})
	}
	crew.Wait()
	t.Logf("seeds %d to %d: %+v", first, first+uint64(count)-1, total)
	if count >= usualSeeds && !t.Failed() {
		total.complete(t)
	}
}

// complete wants a simulation of many seeds to have been everywhere.
func (t *tally) complete(tb testing.TB) {
	tb.Helper()
	var want []string
	for _, name := range faultNames {
		want = append(want, "fault "+name)
	}
	for _, reason := range skipReasons {
		want = append(want, "skip "+reason)
	}
	for _, reason := range dropReasons {
		want = append(want, "drop "+reason)
	}
	for _, end := range []string{
		"going_away", "protocol", "bad_data", "policy", "too_big", "fault", "restart", "full", "stalled", "silent", "no_hello",
		"version", "replaced", "other",
	} {
		want = append(want, "end "+end)
	}
	for _, what := range want {
		if t.Seen[what] == 0 {
			tb.Errorf("%q was never seen", what)
		}
	}
	if min(t.Things, t.Sure, t.Deeds, t.Takes, t.Resumed, t.Strangers) < usualSeeds {
		tb.Errorf("too little was compared: %+v", *t)
	}
}

func flagGiven(name string) (given bool) {
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// report says what broke and how to see it again, with the last of what happened.
func report(cat *catalog.Catalog, s *simulation) string {
	again := newSimulation(cat, s.seed)
	again.detail = true
	again.log = &strings.Builder{}
	again.run()
	lines := strings.SplitAfter(again.log.String(), "\n")
	lines = lines[max(0, len(lines)-30):]
	return fmt.Sprintf("seed %d: %v\nthe last of what happened:\n%splay it again with: go test ./server -run 'TestSimulation$' -sim.seed=%d -sim.trace",
		s.seed, again.broken, strings.Join(lines, ""), s.seed)
}

// simulate runs one seed.
func simulate(cat *catalog.Catalog, seed uint64, trace bool) *simulation {
	s := newSimulation(cat, seed)
	if trace {
		s.log = &strings.Builder{}
		defer func() { fmt.Print(s.log.String()) }()
	}
	s.run()
	return s
}

// TestSimulationReplays: one seed decides everything, to the bit.
func TestSimulationReplays(t *testing.T) {
	cat := loadCatalog(t)
	for seed := uint64(1); seed <= 5; seed++ {
		a, b := simulate(cat, seed, false), simulate(cat, seed, false)
		if a.broken != nil || b.broken != nil {
			t.Fatalf("seed %d: %v, %v", seed, a.broken, b.broken)
		}
		if a.hash != b.hash || a.now != b.now || a.loop.world.Hash() != b.loop.world.Hash() {
			t.Fatalf("seed %d: played twice: %d ticks with hash %x, then %d with %x", seed, a.now, a.hash, b.now, b.hash)
		}
		if other := simulate(cat, seed+100, false); other.hash == a.hash {
			t.Fatalf("seeds %d and %d do the same", seed, seed+100)
		}
	}
}

// TestSimulationWithoutFaults: over good lines nobody is ever skipped, refused or closed, also while the server is
// strained, and two runs have the same world.
func TestSimulationWithoutFaults(t *testing.T) {
	cat := loadCatalog(t)
	allowed := []string{
		"end restart", "drop name_cleaned", "drop out_of_game", "fault leaveShip", "fault changeView", "fault turnEyes",
		"fault oddChoice", "fault hideTab", "fault slowServer",
	}
	for seed := uint64(1); seed <= 25; seed++ {
		var worlds [2]uint64
		for i := range worlds {
			s := newSimulation(cat, seed)
			s.climate.calm()
			s.run()
			if s.broken != nil {
				t.Fatalf("seed %d without faults: %v", seed, s.broken)
			}
			for what, n := range s.tally.Seen {
				if n > 0 && !slices.Contains(allowed, what) {
					t.Errorf("seed %d without faults: %q was seen %d times", seed, what, n)
				}
			}
			worlds[i] = s.loop.world.Hash()
		}
		if worlds[0] != worlds[1] {
			t.Errorf("seed %d without faults: the world is %x, and then %x", seed, worlds[0], worlds[1])
		}
	}
}
