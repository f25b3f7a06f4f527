package swarm

import (
	"time"

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

// tally is what one pilot counted. Frames, bytes and intervals are of the measurement, the rest is of its whole
// life.
type tally struct {
	faults

	// joining
	joined    bool
	joinMs    float64
	joinBytes int

	// of the measurement
	frames    int
	bytes     int
	byMessage map[protocol.MessageID]int
	byNews    [2][protocol.NewsKinds]int // bytes of groups in Delta and CellState, by kind
	interval  spread                     // ms between frames of consecutive ticks
	longest   time.Duration
	second    int64 // since the Unix epoch, that is being summed up
	inSecond  int
	worst     int // bytes in the worst second

	// of play
	kills, deaths int
	margins       spread // +128
	inputs        int
	lateInputs    int
	corrections   spread // u by which the server corrected the own flight
	exact         int    // times the server told what was known already
	compared      int    // frames in which the own flight was held against the belief

	// once a second, by who holds a mirror
	looks, ships, things int

	closedAt time.Time
	drop     string // why the line ended before the run did
}

func newTally() tally {
	return tally{
		byMessage:   map[protocol.MessageID]int{},
		interval:    newSpread(0.25, 1000),
		margins:     newSpread(1, 256),
		corrections: newSpread(0.1, 1000),
	}
}

// heard counts a frame of the measurement; last is when the one before came.
func (t *tally) heard(bytes int, now, last time.Time, consecutive bool) {
	t.frames++
	t.bytes += bytes
	if s := now.Unix(); s != t.second {
		t.second, t.inSecond = s, 0
	}
	t.inSecond += bytes
	t.worst = max(t.worst, t.inSecond)
	gap := now.Sub(last)
	t.longest = max(t.longest, gap)
	if consecutive {
		t.interval.add(float64(gap) / float64(time.Millisecond))
	}
}

// margin counts what a frame told of an input.
func (t *tally) margin(m int8) {
	t.inputs++
	if m < 0 {
		t.lateInputs++
	}
	t.margins.add(float64(m) + 128)
}

// join adds what another pilot counted.
func (t *tally) join(o *tally) {
	t.faults.join(&o.faults)
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
	t.longest = max(t.longest, o.longest)
	t.worst = max(t.worst, o.worst)
	t.kills += o.kills
	t.deaths += o.deaths
	t.margins.join(&o.margins)
	t.inputs += o.inputs
	t.lateInputs += o.lateInputs
	t.corrections.join(&o.corrections)
	t.exact += o.exact
	t.compared += o.compared
}
