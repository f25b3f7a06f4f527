//go:build unix

package floor

import (
	"net"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/orbrawl/orbrawl/server/conn"
)

// rawLines are plain sockets, written to by descriptor.
type rawLines struct {
	frame []byte
	reads bool
	write func(fd int, p []byte) (int, error)

	descriptors []int
	conns       []net.Conn // they own the descriptors
	bytes       atomic.Int64
	readers     sync.WaitGroup
}

func newRawLines(j *job) (lines, error) {
	l := &rawLines{frame: conn.Seal(make([]byte, conn.HeadRoom+j.Bytes)), reads: j.Way.inputs(), write: syscall.Write}
	if j.Way == Bare {
		l.write = sendBare
	}
	return l, nil
}

func (l *rawLines) accept(listener net.Listener, clients int) error {
	for range clients {
		c, err := listener.Accept()
		if err != nil {
			return err
		}
		l.conns = append(l.conns, c)
		raw, err := c.(syscall.Conn).SyscallConn()
		if err != nil {
			return err
		}
		if err := raw.Control(func(fd uintptr) { l.descriptors = append(l.descriptors, int(fd)) }); err != nil {
			return err
		}
		if l.reads {
			l.readers.Go(func() { l.read(c) })
		}
	}
	return nil
}

// read throws away what one client says.
func (l *rawLines) read(c net.Conn) {
	var buffer [512]byte
	for {
		n, err := c.Read(buffer[:])
		l.bytes.Add(int64(n))
		if err != nil {
			return
		}
	}
}

func (l *rawLines) send() (whole int) {
	for _, fd := range l.descriptors {
		if n, err := l.write(fd, l.frame); err == nil && n == len(l.frame) {
			whole++
		}
	}
	return whole
}

func (l *rawLines) heard() int64 { return l.bytes.Load() }

func (l *rawLines) close() {
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.readers.Wait()
}
