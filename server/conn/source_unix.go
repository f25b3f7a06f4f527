//go:build unix

package conn

import (
	"io"
	"net"
	"sync"
	"syscall"
)

// ear reads a TCP or Unix socket by system call. It waits in the netpoller with empty hands: only
// the attempt to read takes a chunk, so that a thousand silent connections hold none.
type ear struct {
	rc      syscall.RawConn
	attempt func(fd uintptr) bool // readOnce, kept so that a read allocates nothing

	// of the read at hand
	chunks *sync.Pool
	chunk  *chunk
	n      int
	err    error
}

// of takes raw's descriptor. Any other connection (TLS, a pipe) has none that may be read from.
func (e *ear) of(raw net.Conn) bool {
	switch raw.(type) {
	case *net.TCPConn, *net.UnixConn:
		rc, err := raw.(syscall.Conn).SyscallConn()
		e.rc, e.attempt = rc, e.readOnce
		return err == nil
	}
	return false
}

func (e *ear) read(chunks *sync.Pool) (*chunk, int, error) {
	e.chunks, e.chunk, e.n, e.err = chunks, nil, 0, nil
	if err := e.rc.Read(e.attempt); err != nil {
		return nil, 0, err
	}
	c := e.chunk
	e.chunk = nil
	return c, e.n, e.err
}

// readOnce reports whether the waiting is over.
func (e *ear) readOnce(fd uintptr) bool {
	c := e.chunks.Get().(*chunk)
	n, errno := receiveNow(int(fd), c.bytes)
	for errno == syscall.EINTR {
		n, errno = receiveNow(int(fd), c.bytes)
	}
	if errno == 0 && n > 0 {
		e.chunk, e.n = c, n
		return true
	}
	e.chunks.Put(c)
	switch errno {
	case syscall.EAGAIN:
		return false
	case 0:
		e.err = io.EOF
	default:
		e.err = errno
	}
	return true
}
