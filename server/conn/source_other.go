//go:build !unix

package conn

import "net"

// ear is of no use on this system, which has no descriptors to read from.
type ear struct{ blockingSource }

func (*ear) of(net.Conn) bool { return false }
