/** One file of the bundle. */
export interface Part {
  readonly file: string;
  /** What is imported from elsewhere on demand. */
  readonly entry: string;
  readonly also?: readonly string[];
  /** More is refused: everyone who renders waits for it. */
  readonly mostBytes: number;
}

/**
 * The parts that a usual render loads, one file each, in the order in which they build on one another: what every
 * command needs, the pipeline, the provider that is built in, the network, Vault. A file costs more to find than its
 * text to parse, so there are few of them.
 */
export const PARTS: readonly Part[] = [
  {
    file: "core",
    entry: "src/hosts/commands/render.ts",
    also: ["src/hosts/cli.ts", "src/hosts/stdio.ts"],
    mostBytes: 56 * 1024,
  },
  {
    file: "render",
    entry: "src/render.ts",
    also: ["src/hosts/report/run-records.ts"],
    mostBytes: 240 * 1024,
  },
  { file: "fake", entry: "src/providers/fake/client.ts", mostBytes: 64 * 1024 },
  { file: "net", entry: "src/net/open-network.ts", mostBytes: 32 * 1024 },
  { file: "vault", entry: "src/providers/vault/client.ts", mostBytes: 48 * 1024 },
  { file: "vault-read", entry: "src/providers/vault/dialects.ts", mostBytes: 32 * 1024 },
  { file: "azure", entry: "src/providers/azure/client.ts", mostBytes: 256 * 1024 },
  {
    file: "aws",
    entry: "src/providers/aws/client.ts",
    also: ["src/providers/aws/secrets-manager/service.ts"],
    mostBytes: 384 * 1024,
  },
];
