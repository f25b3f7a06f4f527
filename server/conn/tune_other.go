//go:build !linux

package conn

import (
	"net"
	"time"
)

// tuneSystem has nothing to set here: the wire's remainder and the application's own acknowledgement
// bound the backlog on every system, Linux only notices sooner.
func tuneSystem(*net.TCPConn, int, time.Duration) {}
