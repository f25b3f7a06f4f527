package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"

	"github.com/orbrawl/orbrawl/protocol"
)

// version is set by the linker.
var version = "dev"

// versionCmd says which build this is.
type versionCmd struct {
	JSON bool `help:"As one JSON object."`
}

// buildInfo is what version prints.
type buildInfo struct {
	Version  string `json:"version"`
	Protocol int    `json:"protocol"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func build() buildInfo {
	return buildInfo{version, protocol.Version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
}

// Run prints it.
func (c *versionCmd) Run() error {
	b := build()
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(b)
	}
	_, err := fmt.Printf("orbrawl %s, protocol %d, %s, %s\n", b.Version, b.Protocol, b.Go, b.Platform)
	return err
}
