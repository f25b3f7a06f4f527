package swarm

import (
	"slices"
	"testing"
	"time"
)

// secondsOf lists what the whole seconds held, in steps of the spread.
func secondsOf(s *seconds) (counts []int) {
	for i, n := range s.spread.counts {
		for range n {
			counts = append(counts, i)
		}
	}
	return counts
}

func TestSecondsAreWholeAndTheSameForAll(t *testing.T) {
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	const step = secondStep
	for name, k := range map[string]struct {
		joined, left time.Duration
		heard        map[time.Duration]int // bytes
		want         []int                 // steps of bytes in each second, in order of size
	}{
		"in before the measurement": {ms(-500), ms(3200), map[time.Duration]int{ms(10): 2, ms(999): 1, ms(1000): 5, ms(2500): 1, ms(3100): 99}, []int{1, 3, 5}},
		"nothing heard for a while": {ms(-1), ms(4000), map[time.Duration]int{ms(100): 1, ms(3900): 7}, []int{0, 0, 1, 7}},
		"in late":                   {ms(1300), ms(3000), map[time.Duration]int{ms(1400): 50, ms(2000): 4}, []int{4}},
		"in and out within one":     {ms(1100), ms(1900), map[time.Duration]int{ms(1200): 50}, nil},
		"never heard":               {ms(-1), ms(5000), nil, nil},
	} {
		s := newSeconds()
		var times []time.Duration
		for at := range k.heard {
			times = append(times, at)
		}
		slices.Sort(times)
		for _, at := range times {
			s.heard(k.heard[at]*step, at, k.joined)
		}
		s.leave(k.left)
		if got := secondsOf(&s); !slices.Equal(got, k.want) {
			t.Errorf("%s: %v, want %v", name, got, k.want)
		}
	}
}

func TestSecondsGoOnAfterAPause(t *testing.T) {
	s := newSeconds()
	s.heard(3*secondStep, 0, -1)
	s.leave(1500 * time.Millisecond)
	s.heard(9*secondStep, 2200*time.Millisecond, 2100*time.Millisecond) // a new line
	s.heard(4*secondStep, 3000*time.Millisecond, 2100*time.Millisecond)
	s.leave(4 * time.Second)
	if got := secondsOf(&s); !slices.Equal(got, []int{3, 4}) {
		t.Errorf("%v, want the second before the pause and the whole one after it", got)
	}
}
