const KiB = 1024;
const MiB = 1024 * KiB;

/** The bounds of one run, in bytes where not said otherwise. What would pass one is refused, never cut. */
export const LIMITS = {
  /** All input together. */
  input: 32 * MiB,
  /** Files that one folder or glob may give, counted. */
  files: 10_000,
  /** Folders within folders, counted from the one that is named. */
  folders: 32,
  /** One document that is parsed. */
  document: 4 * MiB,
  /** Documents in all inputs, counted. */
  documents: 10_000,
  /** Nesting of one document, counted. */
  depth: 100,
  /** Values of one document after its aliases are followed, counted. */
  nodes: 1_000_000,
  /** ExternalSecrets, counted after ClusterExternalSecrets are expanded. */
  externalSecrets: 2_000,
  /** remoteRefs of all ExternalSecrets, counted. */
  remoteRefs: 20_000,
  /** Distinct secrets that are asked for, counted. */
  reads: 10_000,
  /** Secrets that one find may give, counted. */
  findHits: 500,
  /** What all look-ups of `remoteRef.property` look at and write, counted again each time; gjson and ESO have no bound. */
  propertyWork: 512 * MiB,
  /** Source of one regular expression. */
  regexpSource: KiB,
  /** Matching of all rewrite.regexp together, in instructions of the expressions times bytes of the keys. */
  rewriteWork: 320_000_000,
  /** Matching of all find.name.regexp together, in instructions of the expressions times bytes of the names. */
  findWork: 10_000_000_000,
  /** Matching of one find.name.regexp and one name: no deadline is looked at within it. */
  nameWork: 20_000_000,
  /** The file of --seed-file: the least that is a key, and the most. */
  seedLeast: 32,
  seed: 64 * KiB,
  /** Data of one Secret: the API server's own bound. */
  secretData: MiB,
  /** All output together. */
  output: 64 * MiB,
  /** Everything on stderr. */
  stderr: 64 * KiB,
  /** What is shown of kustomize's or helm's standard error. */
  rendererOutput: 4 * KiB,
  /** Everything on stderr under Argo CD, which keeps and shows all of it. */
  argocdStderr: 4 * KiB,
  /** An Application's plugin parameters: Linux allows no longer variable. */
  parameters: 128 * KiB,
  /** Diagnostics that are printed one by one, counted. */
  diagnostics: 50,
  /** Diagnostics of one object that are kept, counted; the others are told in one. */
  objectDiagnostics: 1000,
  /** Body of one answer of a provider. */
  answer: 4 * MiB,
  /** Nesting of the JSON of one answer, counted. */
  answerDepth: 64,
  /** Keys of all objects in the JSON of one answer: AWS may list 100 secrets with 50 tags each, some 12,000. */
  answerKeys: 20_000,
  /** Bodies of all answers together. */
  answers: 64 * MiB,
  /** Header of one answer. */
  answerHeader: 16 * KiB,
  /** Requests to one endpoint at the same time, counted. */
  inFlight: 16,
  /** Connecting, in milliseconds. */
  connect: 3000,
  /** A TLS handshake, in milliseconds. */
  handshake: 5000,
  /** One request with its answer, from the start of connecting, in milliseconds. */
  attempt: 10_000,
  /** The whole run, in milliseconds: below the 60 s of Argo CD's repo-server. */
  deadline: 45_000,
} as const;
