//go:build linux && (amd64 || arm64)

package floor

import (
	"syscall"
	"unsafe"
)

// sendBare is send(2) without telling Go's scheduler, which package conn does too.
func sendBare(fd int, p []byte) (int, error) {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
