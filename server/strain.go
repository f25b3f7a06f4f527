package server

import (
	"time"

	"github.com/orbrawl/orbrawl/game/flight"
)

// A server that cannot keep its ticks gives way in this order, and never in the order of ticks: first what is far
// from each player, then the rate of frames, then how often bots think.
const (
	easy       = iota
	shedFar    // inner parts of windows are small
	shedRate   // frames go to each client at every second tick, two in one message
	shedBots   // bots think half as often
	shedLevels // how many there are
)

// strainNames are the levels in metrics.
var strainNames = [shedLevels]string{"none", "far", "rate", "bots"}

const (
	strainHigh = 0.85             // share of a tick's length that work may take on average
	strainLow  = 0.5              // below which it eases
	strainRise = flight.Rate      // ticks from one level to the next
	strainFall = 10 * flight.Rate // and back
	strainLag  = 1.0 / 15         // weight of the newest tick in the average
	shareMost  = 2                // what a single tick counts at most: one long pause of the machine is no strain
	farRings   = 3                // of inner parts when what is far gives way
)

// strain is how hard the loop works.
type strain struct {
	level   int
	average float64 // of a tick's work, in its length
	since   int     // ticks since the level changed
}

// worked notes how long a tick took, and reports whether the level changed.
func (s *strain) worked(took time.Duration) bool {
	share := min(float64(took)/float64(tickLength), shareMost)
	s.average += strainLag * (share - s.average)
	s.since++
	switch {
	case s.average > strainHigh && s.level < shedLevels-1 && s.since >= strainRise:
		s.level++
	case s.average < strainLow && s.level > easy && s.since >= strainFall:
		s.level--
	default:
		return false
	}
	s.since = 0
	return true
}
