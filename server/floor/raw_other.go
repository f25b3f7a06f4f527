//go:build !unix

package floor

func newRawLines(*job) (lines, error) { return nil, errNoUsage }
