// ldap is a directory that knows one entry and lets it bind with its password:
//
//	ldap ADDRESS DN PASSWORD
//
// It says "ready" when it listens, and ends with the process that started it.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/jimlambrt/gldap"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: ldap ADDRESS DN PASSWORD")
	}
	address, dn, password := os.Args[1], os.Args[2], os.Args[3]
	server, err := gldap.NewServer()
	check(err)
	mux, err := gldap.NewMux()
	check(err)
	check(mux.Bind(func(w *gldap.ResponseWriter, r *gldap.Request) { bind(w, r, dn, password) }))
	check(mux.Search(func(w *gldap.ResponseWriter, r *gldap.Request) { search(w, r, dn) }))
	check(server.Router(mux))
	go func() {
		check(server.Run(address))
	}()
	for !server.Ready() {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("ready")
	_, err = io.Copy(io.Discard, os.Stdin)
	check(err)
}

func bind(w *gldap.ResponseWriter, r *gldap.Request, dn, password string) {
	response := r.NewBindResponse(gldap.WithResponseCode(gldap.ResultInvalidCredentials))
	defer func() { _ = w.Write(response) }()
	message, err := r.GetSimpleBindMessage()
	if err == nil && message.UserName == dn && string(message.Password) == password {
		response.SetResultCode(gldap.ResultSuccess)
	}
}

func search(w *gldap.ResponseWriter, r *gldap.Request, dn string) {
	done := r.NewSearchDoneResponse(gldap.WithResponseCode(gldap.ResultNoSuchObject))
	defer func() { _ = w.Write(done) }()
	message, err := r.GetSearchMessage()
	if err == nil && message.BaseDN == dn {
		_ = w.Write(r.NewSearchResponseEntry(dn))
		done.SetResultCode(gldap.ResultSuccess)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
