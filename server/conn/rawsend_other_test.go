//go:build !unix

package conn

import "testing"

// benchmarkRawSend has no descriptor to send on here.
func benchmarkRawSend(b *testing.B, _ Frame) { b.Skip("no descriptor on this system") }
