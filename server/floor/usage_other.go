//go:build !unix

package floor

import (
	"errors"
	"runtime"
)

// errNoUsage is why there is no floor here.
var errNoUsage = errors.New("floor: " + runtime.GOOS + " has no send(2) by descriptor and no getrusage; measure on Linux or macOS")

func ownUsage() (usage, error) { return usage{}, errNoUsage }
