package server

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// reckon is what the calling thread has used of a processor so far. ok is false where the system does not tell.
func reckon() (used processorTime, ok bool) {
	runtime.LockOSThread() // for the thread and its time to be of one thread
	defer runtime.UnlockOSThread()
	var at unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &at); err != nil {
		return processorTime{}, false
	}
	return processorTime{thread: unix.Gettid(), time: time.Duration(at.Nano())}, true
}
