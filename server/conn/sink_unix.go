//go:build unix

package conn

import (
	"net"
	"syscall"
)

// descriptor writes to a TCP or Unix socket by system call, past package net: neither its locks nor
// its wait for the socket are wanted here, and they lie in cache lines of their own. What package net
// guards against, a number that belongs to another file by now, cannot be: attempts are made under
// wire.mu and only until the connection's goroutine has settled the ending, and closing is its last
// act (Conn.finish).
type descriptor int32

// of takes raw's descriptor. Any other connection (TLS, a pipe) has none that may be written to.
func (d *descriptor) of(raw net.Conn) bool {
	switch raw.(type) {
	case *net.TCPConn, *net.UnixConn:
		rc, err := raw.(syscall.Conn).SyscallConn()
		return err == nil && rc.Control(func(fd uintptr) { *d = descriptor(fd) }) == nil
	}
	return false
}

func (d *descriptor) attempt(p []byte) (int, error) {
	for {
		n, errno := sendNow(int(*d), p)
		switch errno {
		case 0:
			return n, nil
		case syscall.EINTR:
		case syscall.EAGAIN:
			return 0, nil
		default:
			return 0, errno
		}
	}
}

// drain waits in the netpoller. A stall is rare, so what it needs is not kept.
func (*descriptor) drain(w *wire) error {
	rc, err := w.raw.(syscall.Conn).SyscallConn()
	if err != nil {
		return err
	}
	return rc.Write(func(uintptr) bool { return w.push() })
}
