package swarm

import (
	"slices"
	"strings"
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

func TestWhatOfAWaitIsOverdue(t *testing.T) {
	for _, k := range []struct {
		gap   time.Duration
		ticks int
		want  float64 // ms
	}{
		{50 * time.Millisecond, 1, 50 - tickMs},
		{100 * time.Millisecond, 3, 0},    // nothing happened for two ticks
		{200 * time.Millisecond, 6, 0},    // as long as that may be
		{400 * time.Millisecond, 12, 200}, // longer than that may be
		{10 * time.Millisecond, 1, 0},     // behind one that was late
	} {
		c := newTally()
		c.frame(7, k.gap, k.ticks)
		near(t, "overdue", c.overdue.most, k.want, 1e-6)
		near(t, "the gap", c.gaps.most, float64(k.gap.Milliseconds()), 1e-6)
		if want := uint64(1); k.ticks == 1 && c.interval.total != want || k.ticks > 1 && c.interval.total != 0 {
			t.Errorf("%d ticks count %d times as an interval", k.ticks, c.interval.total)
		}
	}
}

func TestTooFewFilesAreToldBefore(t *testing.T) {
	if err := checkFiles(&usage{filesMost: 1024}, 2000); err == nil || !strings.Contains(err.Error(), "ulimit -n") {
		t.Errorf("got %v", err)
	}
	for _, own := range []*usage{nil, {}, {filesMost: 3000}} {
		if err := checkFiles(own, 2000); err != nil {
			t.Errorf("with %+v: %v", own, err)
		}
	}
}
