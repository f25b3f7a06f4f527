//go:build !linux

package conn

import (
	"net"
	"time"
)

// sendBuffer is small, because these systems have no mark for what waits unsent: what the kernel holds is what a
// slow peer sees late.
const sendBuffer = 64 << 10

// tuneSystem keeps the kernel from hiding a long backlog.
func tuneSystem(tcp *net.TCPConn, _ int, _ time.Duration) {
	// A system that refuses costs promptness, not correctness.
	_ = tcp.SetWriteBuffer(sendBuffer)
}
