// launcher is the presecret of the image. It replaces itself with Node, hardened, on presecret's bundle: the image has no
// shell that could do so, and Argo CD shows a plugin's whole command line in front of every error.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// flags hold for every command. They are part of the compile cache's key.
var flags = []string{
	// No debugger on a signal: the containers of a pod share their network.
	"--disable-sigusr1",
	"--disable-proto=delete",
	"--disallow-code-generation-from-strings",
	"--unhandled-rejections=strict",
	"--no-warnings",
	"--report-exclude-env",
	"--max-old-space-size=384",
	"--max-http-header-size=16384",
}

// memory that the plugin, and each program that it runs, may write to, in bytes: the one bound on a chart that makes Helm
// large, below what the container has for all of them.
const memory = 1536 << 20

func main() {
	self, err := os.Executable()
	if err != nil {
		fail(err)
	}
	root := filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(self))))
	node := filepath.Join(root, "usr/local/bin/node")
	home := filepath.Join(root, "opt/presecret")
	args := append([]string{"node"}, flags...)
	if len(os.Args) > 1 && os.Args[1] == "generate" {
		args = append(args, permissions(root, home)...)
		if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: memory, Max: memory}); err != nil {
			fail(err)
		}
	}
	args = append(args, filepath.Join(home, "main.js"))
	args = append(args, os.Args[1:]...)
	env := append(os.Environ(), "NODE_COMPILE_CACHE="+filepath.Join(home, "cache"))
	fail(syscall.Exec(node, args, env))
}

// permissions are what the plugin may read. It writes nothing but an audit log: the cache's files are read-only, but Node
// does not use a cache that it may not write to.
func permissions(root, home string) []string {
	paths := []string{
		home,
		filepath.Join(root, "usr/local/bin"),
		"/etc/presecret", "/etc/ssl", "/tmp", "/run/secrets", "/var/run/secrets",
	}
	for _, name := range []string{"TMPDIR", "ARGOCD_CMP_WORKDIR"} {
		if path := os.Getenv(name); path != "" {
			paths = append(paths, path)
		}
	}
	granted := []string{"--permission", "--allow-child-process", "--allow-fs-write=/var/log/presecret", "--allow-fs-write=" + filepath.Join(home, "cache")}
	for _, path := range paths {
		granted = append(granted, "--allow-fs-read="+path)
	}
	return granted
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "presecret: Cannot start Node:", err)
	os.Exit(78)
}
