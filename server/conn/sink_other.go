//go:build !unix

package conn

import "net"

// newSink has no descriptor to write to on this system.
func newSink(net.Conn) sink { return &blockingSink{} }
