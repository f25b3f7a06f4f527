//go:build unix

package conn

import (
	"net"
	"syscall"
)

// newSink uses the descriptor of a TCP or Unix socket; any other connection (TLS, a pipe) has none
// that may be written to and gets the portable sink.
func newSink(raw net.Conn) sink {
	switch raw.(type) {
	case *net.TCPConn, *net.UnixConn:
		if rc, err := raw.(syscall.Conn).SyscallConn(); err == nil {
			return newDescriptorSink(rc)
		}
	}
	return &blockingSink{}
}

// descriptorSink writes by system call. The attempt goes through RawConn.Control, not RawConn.Write:
// the latter takes the descriptor's write lock, which the flusher holds while it waits.
type descriptorSink struct {
	rc    syscall.RawConn
	write func(fd uintptr) // writeOnce, kept so that an attempt allocates nothing

	// of the attempt at hand, guarded by wire.mu
	p   []byte
	n   int
	err error
}

func newDescriptorSink(rc syscall.RawConn) *descriptorSink {
	s := &descriptorSink{rc: rc}
	s.write = s.writeOnce
	return s
}

func (s *descriptorSink) attempt(p []byte) (int, error) {
	s.p, s.n, s.err = p, 0, nil
	if err := s.rc.Control(s.write); err != nil {
		return 0, err
	}
	s.p = nil
	return s.n, s.err
}

func (s *descriptorSink) writeOnce(fd uintptr) {
	for {
		n, err := syscall.Write(int(fd), s.p)
		switch err {
		case nil:
			s.n = n
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
		default:
			s.err = err
		}
		return
	}
}

func (s *descriptorSink) drain(w *wire) error {
	return s.rc.Write(func(uintptr) bool { return w.push() })
}
