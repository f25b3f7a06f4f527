//go:build unix && !(linux && (amd64 || arm64))

package floor

import "syscall"

// sendBare has no way past the scheduler on this system.
func sendBare(fd int, p []byte) (int, error) { return syscall.Write(fd, p) }
