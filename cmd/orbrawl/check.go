package main

import "fmt"

// checkCmd checks what a host may have changed.
type checkCmd struct {
	Catalog string `default:"" help:"Folder with the catalog to check, if not the built-in one." type:"path"`
}

// Run reports every mistake at once.
func (c *checkCmd) Run() error {
	cat, err := openCatalog(c.Catalog)
	if err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	fmt.Printf("catalog %s is in order: %d hulls, %d weapons, %d upgrade tracks\n", cat.Hash[:8], len(cat.Hulls), len(cat.Weapons), len(cat.Growth.Tracks))
	return nil
}
