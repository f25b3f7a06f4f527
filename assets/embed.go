// Package assets carries the game's data inside the binary: the catalog of hulls, weapons, rocks and bots as JSON.
// It knows nothing of what the data means; game/catalog reads and checks it through the fs.FS.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed catalog
var files embed.FS

// FS returns the data with the folder catalog at its top. The tree is read-only.
func FS() fs.FS { return files }
