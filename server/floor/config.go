package floor

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Config is what a measurement may be asked for. Start from [DefaultConfig].
type Config struct {
	Clients int           // connections, 1 to 10000
	Bytes   int           // payload of a frame, 1 to 65535
	Rate    int           // ticks a second, 1 to 1000; each client gets one frame a tick
	For     time.Duration // how long each way is measured, all rounds together
	Rounds  int           // turns that For is cut into, so that the noise of the machine meets all ways alike; 1 to 100
	Cores   int           // GOMAXPROCS of the child, 1 to 1024
	Ways    []Way         // what to measure
	// Child is the program to start, with its arguments. It must call Serve on its standard streams.
	Child []string
}

// DefaultConfig measures raw sends alone: 120 bytes to 1000 clients 30 times a second.
func DefaultConfig() Config {
	return Config{
		Clients: 1000, Bytes: 120, Rate: 30, For: 10 * time.Second, Rounds: 2, Cores: 1, Ways: []Way{Floor},
	}
}

// Way is what the child does at each tick.
type Way string

// The ways. The names are those of the report.
const (
	Floor       Way = "floor"        // one syscall.Write to each client and nothing else
	Bare        Way = "bare"         // the same by send(2) past Go's scheduler, where the system allows it
	Conn        Way = "conn"         // the same frame by conn.Conn.WriteFrame
	FloorInputs Way = "floor_inputs" // Floor, and a goroutine for each client reads its inputs and throws them away
	ConnInputs  Way = "conn_inputs"  // Conn, and the guard and gws take the inputs apart
)

// Ways are all there are, in the order of measurement.
func Ways() []Way { return []Way{Floor, Bare, Conn, FloorInputs, ConnInputs} }

func (w Way) stack() bool  { return w == Conn || w == ConnInputs }
func (w Way) inputs() bool { return w == FloorInputs || w == ConnInputs }

// Check reports every setting that cannot be, each with what is allowed.
func (c *Config) Check() error {
	var errs []error
	for _, n := range []struct {
		name        string
		value       int
		least, most int
	}{
		{"clients", c.Clients, 1, 10000},
		{"bytes", c.Bytes, 1, 65535},
		{"rate", c.Rate, 1, 1000},
		{"rounds", c.Rounds, 1, 100},
		{"cores", c.Cores, 1, 1024},
	} {
		if n.value < n.least || n.value > n.most {
			errs = append(errs, fmt.Errorf("%s is %d; allowed are %d to %d", n.name, n.value, n.least, n.most))
		}
	}
	if c.For <= 0 || c.For > time.Hour {
		errs = append(errs, fmt.Errorf("for is %v; allowed is above 0s to 1h", c.For))
	}
	if len(c.Ways) == 0 {
		errs = append(errs, fmt.Errorf("no way is named; choose from %v", Ways()))
	}
	for _, w := range c.Ways {
		if !slices.Contains(Ways(), w) {
			errs = append(errs, fmt.Errorf("there is no way %q; choose from %v", w, Ways()))
		}
	}
	if len(c.Child) == 0 {
		errs = append(errs, errors.New("no child is named; give the program that calls Serve"))
	}
	return errors.Join(errs...)
}
