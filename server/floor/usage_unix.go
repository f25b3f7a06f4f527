//go:build unix

package floor

import (
	"fmt"
	"syscall"
	"time"
)

// ownUsage is what this process has cost so far.
func ownUsage() (usage, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return usage{}, fmt.Errorf("floor: getrusage: %w", err)
	}
	return usage{time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())}, nil
}
