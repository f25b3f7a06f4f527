package swarm

import "time"

// Steps of the spread of bytes in a second.
const (
	secondStep  = 128 // bytes
	secondSteps = 512
)

// seconds cuts the measurement into whole seconds, the same for all pilots, and counts what each pilot was sent in
// each that it was in for from end to end.
type seconds struct {
	in     bool
	at     int // the second under way
	bytes  int // in it
	spread spread
}

func newSeconds() seconds { return seconds{spread: newSpread(secondStep, secondSteps)} }

// heard counts bytes that came some time after the measurement began to a pilot who came in at joined, before or
// after that beginning.
func (s *seconds) heard(bytes int, now, joined time.Duration) {
	at := int(now / time.Second)
	if !s.in {
		s.in, s.at, s.bytes = true, 0, 0
		if joined > 0 { // its first whole second is the next
			s.at = int(joined/time.Second) + 1
		}
	}
	s.close(at)
	if at == s.at {
		s.bytes += bytes
	}
}

// leave ends the account at now: the second under way does not count.
func (s *seconds) leave(now time.Duration) {
	if s.in {
		s.close(int(now / time.Second))
		s.in = false
	}
}

// close adds the seconds before at.
func (s *seconds) close(at int) {
	for ; s.at < at; s.at++ {
		s.spread.add(float64(s.bytes))
		s.bytes = 0
	}
}
