//go:build linux && (amd64 || arm64)

package conn

import (
	"syscall"
	"unsafe"
)

// sendNow is send(2), without telling Go's scheduler: the call takes some microseconds and never
// waits, and telling would wake the scheduler's watchman at each tick, which then costs as much as a
// sixth of the sending itself. send(2) is also shorter than write(2) by the checks that files need.
func sendNow(fd int, p []byte) (int, syscall.Errno) {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL, 0, 0)
	return int(n), errno
}

// receiveNow is recv(2), likewise.
func receiveNow(fd int, p []byte) (int, syscall.Errno) {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(p))),
		uintptr(len(p)), syscall.MSG_DONTWAIT, 0, 0)
	return int(n), errno
}
