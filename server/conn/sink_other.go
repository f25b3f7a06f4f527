//go:build !unix

package conn

import "net"

// descriptor is of no use on this system, which has none to write to.
type descriptor struct{ blockingSink }

func (*descriptor) of(net.Conn) bool { return false }
