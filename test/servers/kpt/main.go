// kpt is the part of kpt that runs functions: its eval, render, source and sink.
package main

import (
	"context"
	"os"

	"github.com/kptdev/kpt/commands/fn"
	"github.com/kptdev/kpt/pkg/printer"
)

func main() {
	ctx := printer.WithContext(context.Background(), printer.New(os.Stdout, os.Stderr))
	command := fn.GetCommand(ctx, "kpt")
	command.SilenceUsage = true
	if err := command.ExecuteContext(ctx); err != nil {
		os.Exit(1)
	}
}
