package conn

import (
	"net"
	"sync"
)

// source is a socket seen from the guard.
type source interface {
	// read waits for bytes and returns them in a chunk of the pool. Without bytes it returns no chunk.
	read(chunks *sync.Pool) (c *chunk, n int, err error)
}

// chunk is room for what one read brings. It belongs to one guard between read and release.
type chunk struct{ bytes []byte }

// blockingSource serves connections that can only read and wait: each holds a chunk meanwhile.
type blockingSource struct{ raw net.Conn }

func (s blockingSource) read(chunks *sync.Pool) (*chunk, int, error) {
	c := chunks.Get().(*chunk)
	n, err := s.raw.Read(c.bytes)
	if n == 0 {
		chunks.Put(c)
		return nil, 0, err
	}
	return c, n, nil // an error comes again with the next read
}
