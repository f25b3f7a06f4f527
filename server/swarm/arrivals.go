package swarm

import (
	"sync"
	"time"
)

// cause is why a pilot joins.
type cause uint8

// The causes.
const (
	causeFirst cause = iota // the run begins
	causeChurn              // another made room
	causeBurst              // many at once in the midst of it
	causes
)

// arrivals counts the pilots that joined for one cause. It is for many goroutines.
type arrivals struct {
	mu    sync.Mutex
	ms    []float64 // from the dial to the first frame with the own ship
	bytes []float64 // payload up to and with that frame
	last  time.Time
}

func (c *course) arrived(why cause, ms float64, bytes int) {
	a := &c.arrivals[why]
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ms, a.bytes, a.last = append(a.ms, ms), append(a.bytes, float64(bytes)), time.Now()
}

// leavers counts the pilots that made room for others. It is for many goroutines.
type leavers struct {
	mu          sync.Mutex
	clean, torn int
}

// churned notes that a pilot makes room.
func (c *course) churned(clean bool) {
	c.leavers.mu.Lock()
	defer c.leavers.mu.Unlock()
	if clean {
		c.leavers.clean++
	} else {
		c.leavers.torn++
	}
}
