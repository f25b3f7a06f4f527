package conn

import "sync/atomic"

// Meter counts what the door and its connections saw. Its methods are called from many goroutines and
// must not block.
type Meter interface {
	// Refused is called once for each handshake that was refused.
	Refused(Refusal)
	// Faulted is called once for each connection that was closed because its peer broke a rule.
	Faulted(Fault)
}

// Tally is a Meter of plain counters. The zero value is ready; it must not be copied.
type Tally struct {
	refused [refusals]atomic.Int64
	faulted [faults]atomic.Int64
}

// Refused counts r.
func (t *Tally) Refused(r Refusal) {
	if r < refusals {
		t.refused[r].Add(1)
	}
}

// Faulted counts f.
func (t *Tally) Faulted(f Fault) {
	if f < faults {
		t.faulted[f].Add(1)
	}
}

// RefusedCount is how often r was counted.
func (t *Tally) RefusedCount(r Refusal) int64 {
	if r >= refusals {
		return 0
	}
	return t.refused[r].Load()
}

// FaultedCount is how often f was counted.
func (t *Tally) FaultedCount(f Fault) int64 {
	if f >= faults {
		return 0
	}
	return t.faulted[f].Load()
}
