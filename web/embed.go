// Package web carries the built client inside the binary. The client's sources are TypeScript in src; the command
// in build turns them into dist, which is committed so that building Orbrawl needs Go alone.
//
// Start at Dist for what the server hands to a browser, and at build/main.go for how it is made.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

// Dist returns the built client: index.html, the files of public, and under app/ the scripts and styles whose names
// hold a hash of their bytes, so that a browser may keep those for ever and must ask again for the rest. Beside each
// file that shrinks lies its gzip form with ".gz" added to the name. The tree is read-only.
func Dist() fs.FS {
	dist, err := fs.Sub(files, "dist")
	if err != nil {
		panic(err) // only for a path that is not valid, and this one is a constant
	}
	return dist
}
