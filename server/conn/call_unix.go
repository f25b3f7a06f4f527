//go:build unix && !(linux && (amd64 || arm64))

package conn

import (
	"errors"
	"syscall"
)

// sendNow is one non-blocking write: package net has made the socket so.
func sendNow(fd int, p []byte) (int, syscall.Errno) { return errnoOf(syscall.Write(fd, p)) }

// receiveNow is one non-blocking read.
func receiveNow(fd int, p []byte) (int, syscall.Errno) { return errnoOf(syscall.Read(fd, p)) }

func errnoOf(n int, err error) (int, syscall.Errno) {
	var errno syscall.Errno
	if err != nil && !errors.As(err, &errno) {
		errno = syscall.EIO
	}
	return n, errno
}
