// cmp-host is Argo CD's config management plugin server, and a client that talks to it as the repo-server does.
//
//	cmp-host server [flags of argocd-cmp-server]
//	cmp-host generate < request.json
//	cmp-host parse < stream.yaml
//
// generate sends one repository and prints the server's answer, or its error, as JSON; parse prints the objects that Argo
// CD's reader, which is that of kubectl and the API server, finds in a stream.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
	"github.com/argoproj/argo-cd/v3/cmpserver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/cmp"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
	grpc_retry "github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/retry"
	"google.golang.org/protobuf/types/known/emptypb"
)

type request struct {
	Socket string `json:"socket"`
	// Root is the repository, App the application's folder in it: both absolute.
	Root string `json:"root"`
	App  string `json:"app"`
	// Env holds entries NAME=VALUE, as the repo-server's newEnv and getPluginEnvs make them.
	Env            []string `json:"env"`
	TimeoutSeconds float64  `json:"timeoutSeconds"`
	// CancelSeconds ends the call from the client's side, if it is not 0.
	CancelSeconds float64 `json:"cancelSeconds"`
}

type answer struct {
	Objects        []any   `json:"objects"`
	Error          string  `json:"error,omitempty"`
	DiscoverySet   bool    `json:"discoverySet"`
	ElapsedSeconds float64 `json:"elapsedSeconds"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "server" {
		os.Args = append(os.Args[:1], os.Args[2:]...)
		if err := commands.NewCommand().Execute(); err != nil {
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 1 && os.Args[1] == "parse" {
		printObjects()
		return
	}
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fmt.Fprintln(os.Stderr, "cannot read the request:", err)
		os.Exit(64)
	}
	started := time.Now()
	given, err := generate(asked)
	given.ElapsedSeconds = time.Since(started).Seconds()
	if err != nil {
		given.Error = err.Error()
	}
	if err := json.NewEncoder(os.Stdout).Encode(given); err != nil {
		os.Exit(74)
	}
}

func printObjects() {
	stream, err := io.ReadAll(os.Stdin)
	if err != nil {
		os.Exit(74)
	}
	objects, err := parse([]string{string(stream)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(65)
	}
	if err := json.NewEncoder(os.Stdout).Encode(objects); err != nil {
		os.Exit(74)
	}
}

// generate does what repository.runConfigManagementPluginSidecars and generateManifestsCMP do.
func generate(asked request) (answer, error) {
	ctx, end := context.WithTimeout(context.Background(), seconds(asked.TimeoutSeconds))
	defer end()
	if asked.CancelSeconds > 0 {
		time.AfterFunc(seconds(asked.CancelSeconds), end)
	}
	closer, client, err := apiclient.NewConfigManagementPluginClientSet(asked.Socket).NewConfigManagementPluginClient()
	if err != nil {
		return answer{}, err
	}
	defer closer.Close()
	config, err := client.CheckPluginConfiguration(ctx, &emptypb.Empty{})
	if err != nil {
		return answer{}, err
	}
	given := answer{DiscoverySet: config.GetIsDiscoveryConfigured()}
	stream, err := client.GenerateManifest(ctx, grpc_retry.Disable())
	if err != nil {
		return given, err
	}
	if err := cmp.SendRepoStream(stream.Context(), asked.App, asked.Root, stream, asked.Env, nil); err != nil {
		return given, err
	}
	response, err := stream.CloseAndRecv()
	if err != nil {
		return given, err
	}
	given.Objects, err = parse(response.Manifests)
	return given, err
}

func parse(manifests []string) ([]any, error) {
	objects := []any{}
	for _, manifest := range manifests {
		parsed, err := kube.SplitYAML([]byte(manifest))
		if err != nil {
			return nil, err
		}
		for _, object := range parsed {
			objects = append(objects, object.Object)
		}
	}
	return objects, nil
}

func seconds(count float64) time.Duration {
	return time.Duration(count * float64(time.Second))
}
