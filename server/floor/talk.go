package floor

import "time"

// job is what the parent wants of a child: its first line.
type job struct {
	Way     Way           `json:"way"`
	Clients int           `json:"clients"`
	Bytes   int           `json:"bytes"`
	Rate    int           `json:"rate"`
	For     time.Duration `json:"for"`
}

// greeting is the child's first line: where to connect.
type greeting struct {
	Addr string `json:"addr"`
}

// start is the parent's second line, once all are connected.
type start struct{}

// turn is the child's second line: what it did and what that cost.
type turn struct {
	Ticks  int     `json:"ticks"`
	Late   int     `json:"late"`   // ticks that began more than one tick late
	Sent   int     `json:"sent"`   // frames the kernel took whole
	Short  int     `json:"short"`  // frames it took in part or not at all
	Heard  int64   `json:"heard"`  // bytes of inputs, from the first tick on
	User   float64 `json:"user_s"` // CPU seconds of the process
	System float64 `json:"system_s"`
	Loops  []int64 `json:"loops_ns"` // wall time of each tick's sends
}
