package swarm

import (
	"math"
	"time"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// Bounds on what is kept of errors, so that a server that is all wrong does not fill the memory.
const (
	faultTexts    = 40 // different texts; what is beyond counts as otherFault
	faultExamples = 20
	otherFault    = "other errors"
)

// faults counts what broke the protocol.
type faults struct {
	count    map[string]int
	examples []string // the first ones, with pilot and tick
}

func (f *faults) add(text, example string, n int) {
	if f.count == nil {
		f.count = map[string]int{}
	}
	if _, known := f.count[text]; !known && len(f.count) >= faultTexts {
		text = otherFault
	}
	f.count[text] += n
	if example != "" && len(f.examples) < faultExamples {
		f.examples = append(f.examples, example)
	}
}

func (f *faults) join(o *faults) {
	for text, n := range o.count {
		f.add(text, "", n)
	}
	for _, e := range o.examples {
		if len(f.examples) < faultExamples {
			f.examples = append(f.examples, e)
		}
	}
}

// tally is what the pilots of one seat counted. Frames, bytes and intervals are of the measurement, the rest is of
// their whole lives.
type tally struct {
	faults

	// of the measurement
	flown     float64 // s, with a line and since the first ship on it
	frames    int
	bytes     int
	byMessage [coreIDs]int
	byNews    [2][protocol.NewsKinds]int // bytes of groups in frames (with deltas) and in CellState, by kind
	interval  spread                     // ms between frames of consecutive ticks
	gaps      spread                     // ms between any two frames
	overdue   spread                     // ms of these that the ticks between the two do not explain
	seconds   seconds

	// of play
	kills, deaths int
	shots         int
	sent          int    // inputs
	margins       spread // +128
	inputs        int    // that a frame told a margin of
	lateInputs    int
	corrections   spread // u by which the server corrected the own flight
	exact         int    // times the server told what was known already
	compared      int    // frames in which the own flight was held against the belief

	// once a second, by who holds a mirror
	looks, ships, things int
}

func newTally() tally {
	return tally{
		interval:    newSpread(0.25, 1000),
		gaps:        newSpread(1, 1000),
		overdue:     newSpread(1, 1000),
		seconds:     newSeconds(),
		margins:     newSpread(1, 256),
		corrections: newSpread(0.1, 1000),
	}
}

// quietMost is how many ticks a window in which nothing happens may bring no frame.
const quietMost = flight.Rate / 5

// frame counts a frame of the measurement that came so long and so many ticks after the one before.
func (t *tally) frame(bytes int, gap time.Duration, ticks int) {
	t.frames++
	t.bytes += bytes
	ms := float64(gap) / float64(time.Millisecond)
	t.gaps.add(ms)
	t.overdue.add(ms - tickMs*float64(min(ticks, quietMost)))
	if ticks == 1 {
		t.interval.add(ms)
	}
}

// left ends the account of a line whose newest frame came at heard: the wait since then counts too.
func (t *tally) left(c *course, heard, now time.Time) {
	from, to := c.bounds(now)
	if from.IsZero() || !to.After(from) {
		return
	}
	t.seconds.leave(to.Sub(from))
	if heard.Before(from) {
		heard = from
	}
	ms := float64(to.Sub(heard)) / float64(time.Millisecond)
	t.gaps.most, t.overdue.most = max(t.gaps.most, ms), max(t.overdue.most, ms-tickMs*quietMost)
}

// margin is a quantile of margins, in ticks.
func margin(s *spread, q float64) int { return int(math.Floor(s.quantile(q))) - 128 }

// margin counts what a frame told of an input.
func (t *tally) margin(m int8) {
	t.inputs++
	if m < 0 {
		t.lateInputs++
	}
	t.margins.add(float64(m) + 128)
}

// join adds what another seat counted.
func (t *tally) join(o *tally) {
	t.faults.join(&o.faults)
	t.flown += o.flown
	t.frames += o.frames
	t.bytes += o.bytes
	for id, n := range o.byMessage {
		t.byMessage[id] += n
	}
	for block := range o.byNews {
		for kind, n := range o.byNews[block] {
			t.byNews[block][kind] += n
		}
	}
	t.looks += o.looks
	t.ships += o.ships
	t.things += o.things
	t.interval.join(&o.interval)
	t.gaps.join(&o.gaps)
	t.overdue.join(&o.overdue)
	t.seconds.spread.join(&o.seconds.spread)
	t.kills += o.kills
	t.deaths += o.deaths
	t.shots += o.shots
	t.sent += o.sent
	t.margins.join(&o.margins)
	t.inputs += o.inputs
	t.lateInputs += o.lateInputs
	t.corrections.join(&o.corrections)
	t.exact += o.exact
	t.compared += o.compared
}
