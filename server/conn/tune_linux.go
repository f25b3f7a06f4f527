package conn

import (
	"net"
	"syscall"
	"time"
)

// Socket options of Linux that package syscall does not name (linux/tcp.h).
const (
	tcpUserTimeout  = 0x12
	tcpNotSentLowat = 0x19
)

// tuneSystem keeps the kernel from hiding a backlog: the socket counts as full once lowWater bytes
// wait to be sent, and a peer that acknowledges nothing for timeout is gone. The send buffer itself
// keeps its size, because the kernel needs it for what is in flight on a long line.
func tuneSystem(tcp *net.TCPConn, lowWater int, timeout time.Duration) {
	rc, err := tcp.SyscallConn()
	if err != nil {
		return
	}
	// An option that an old kernel does not know costs promptness, not correctness.
	_ = rc.Control(func(fd uintptr) {
		if lowWater > 0 {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpNotSentLowat, lowWater)
		}
		if timeout > 0 {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(timeout.Milliseconds()))
		}
	})
}
