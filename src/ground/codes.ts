/** What a code means, as `presecret explain CODE` prints it. */
export interface CodeEntry {
  /** Exit code of a run whose only errors have this code; 0 for codes that are never errors. */
  readonly exit: number;
  /** What happened, in one sentence. */
  readonly title: string;
  /** Why it happens and what to do, in a few sentences. */
  readonly help: string;
}

/** Every diagnostic's permanent code. A code is never renamed and never given a second meaning. */
export const CODES = {
  USAGE: {
    exit: 64,
    title: "The command line cannot be understood",
    help: "A flag, a command or an argument is unknown or does not fit with another. See presecret --help.",
  },
  OUTPUT_REFUSED: {
    exit: 64,
    title: "The output would be written where secrets do not belong",
    help: "A folder that is not empty is never overwritten, and rendered Secrets are not written into a Git work tree unless --allow-git or --redact is given.",
  },
  INPUT_UNREADABLE: {
    exit: 65,
    title: "An input cannot be read",
    help: "The file or folder does not exist, is not a regular file, may not be read, or no file matches the pattern.",
  },
  INPUT_EMPTY: {
    exit: 65,
    title: "The input holds no object",
    help: "An empty input usually means that the step before failed, and a GitOps engine that prunes would then delete everything. Pass --allow-empty if it is meant.",
  },
  RENDERER_MISSING: {
    exit: 78,
    title: "kustomize or helm is needed and not installed",
    help: "A folder with a kustomization is built by kustomize, one with a chart by helm. They are looked up in the absolute folders of PATH.",
  },
  RENDERER_FAILED: {
    exit: 65,
    title: "kustomize or helm failed on a source",
    help: "Its exit code and the end of what it said follow. Nothing had been fetched: the source is at fault, or a dependency is missing.",
  },
  SOURCE_AMBIGUOUS: {
    exit: 65,
    title: "A folder is more than one kind of source",
    help: "A folder is a kustomization, a chart, or manifests. In a folder of manifests, a kustomization or chart further down would be read as if its files were manifests.",
  },
  SOURCE_REFUSED: {
    exit: 77,
    title: "A source asks for something that is not allowed here",
    help: "Under Argo CD, sources are written by others: remote bases, links that lead outside, and values files outside of the repository are refused.",
  },
  ENVIRONMENT_INVALID: {
    exit: 78,
    title: "The environment is not one that presecret generate runs in",
    help: "generate is started by Argo CD's plugin server, which sets ARGOCD_APP_NAME and ARGOCD_APP_REVISION. Variables that turn off TLS checks or print requests are refused there.",
  },
  REVISION_REFUSED: {
    exit: 77,
    title: "Uploaded files are not rendered",
    help: "argocd app diff --local and argocd app manifests --local upload files to the repo-server. Whoever may only look at an Application may do so too, and would choose which secrets are read.",
  },
  HYDRATION_REFUSED: {
    exit: 77,
    title: "The source hydrator would write Secrets to Git",
    help: "Argo CD's source hydrator commits what a plugin prints. It is recognised by an empty KUBE_VERSION.",
  },
  PARAMETER_INVALID: {
    exit: 65,
    title: "A parameter of the Application cannot be used",
    help: "spec.source.plugin.parameters may hold release-name, values, values-files and helm-parameters, all of them for charts. Settings of presecret are flags in plugin.yaml only.",
  },
  FUNCTION_CONFIG_INVALID: {
    exit: 78,
    title: "The functionConfig of the KRM function cannot be used",
    help: "Options stand in spec of an object of presecret.dev/v1alpha1, kind Presecret, or in data of a ConfigMap. See plugin/kustomize/README.md.",
  },
  OUTPUT_EMPTY: {
    exit: 65,
    title: "Nothing is left of an Application's manifests",
    help: "Stores are taken out, and an ExternalSecret may make no Secret. Argo CD takes empty output for an Application without objects, and with automated pruning deletes what it has. Its administrator accepts it with --allow-empty.",
  },
  LIMIT_EXCEEDED: {
    exit: 65,
    title: "An input passes one of the limits",
    help: "Sizes and counts are bounded so that no input can exhaust the host. The message names the limit.",
  },
  YAML_INVALID: {
    exit: 65,
    title: "A document is not valid YAML for Kubernetes",
    help: "Kubernetes reads YAML with go-yaml v2. A document that it cannot read ends the stream there, so the whole stream is refused here.",
  },
  DOCUMENT_INVALID: {
    exit: 65,
    title: "A document is not a Kubernetes object",
    help: "Every document needs apiVersion and kind, and an object that is resolved here needs metadata.name.",
  },
  KIND_UNKNOWN: {
    exit: 65,
    title: "An object of External Secrets' API groups has a kind or version that is not handled",
    help: "Such an object is never passed on: without the operator nothing would act on it. Handled are ExternalSecret, ClusterExternalSecret, SecretStore and ClusterSecretStore (v1, v1beta1) and the generators (v1alpha1).",
  },
  VERSION_DEPRECATED: {
    exit: 0,
    title: "An object is written for external-secrets.io/v1beta1",
    help: "External Secrets stopped serving v1beta1 with v0.17. It is read here as v1. presecret validate --fix rewrites it.",
  },
  SPELLING_ACCEPTED: {
    exit: 65,
    title: "A spelling that External Secrets does not have is read as what it means",
    help: "Some published examples use fields and kinds that External Secrets never had. They are accepted with a warning that shows the right spelling; with --strict and in validate they are errors. presecret validate --fix rewrites them.",
  },
  SPELLING_FIXED: {
    exit: 0,
    title: "validate --fix rewrote a spelling",
    help: "The file now says what External Secrets has. Nothing else in it was changed; look at the difference before you commit it.",
  },
  FIELD_UNKNOWN: {
    exit: 65,
    title: "A field does not exist in the API of External Secrets",
    help: "The API server refuses unknown fields, or drops them silently. The message names the nearest known field. What is known is the API of External Secrets v2.9: a field that came later cannot be rendered.",
  },
  FIELD_REPEATED: {
    exit: 65,
    title: "A field stands twice in one place of an object",
    help: "YAML forbids it. Kubernetes' reader takes the last one and says nothing, so that what stands in the other ones is lost: as a rule two lists under one name, of which one was meant to be added to the other. kubectl refuses such an object.",
  },
  SCHEMA_INVALID: {
    exit: 65,
    title: "A field has a value that the API of External Secrets refuses",
    help: "The type, the set of allowed values, the pattern or the number of members does not fit the field's schema in the CRD.",
  },
  ADMISSION_REFUSED: {
    exit: 65,
    title: "An object breaks a rule of External Secrets' admission webhook",
    help: "The fields are valid one by one, but not together. The operator's webhook refuses such an object too.",
  },
  OBJECT_DUPLICATE: {
    exit: 65,
    title: "Two objects have the same kind, namespace and name",
    help: "Only one of them could exist in the cluster, so it is not clear which one is meant. Remove or rename one.",
  },
  STORE_NOT_REFERENCED: {
    exit: 65,
    title: "An ExternalSecret does not say from which store it reads",
    help: "Set spec.secretStoreRef, or sourceRef.storeRef on each entry.",
  },
  STORE_NOT_FOUND: {
    exit: 65,
    title: "A store that is referenced does not exist",
    help: "A SecretStore is looked up in the ExternalSecret's own namespace, a ClusterSecretStore by its name alone. Stores come from the input and from --stores.",
  },
  STORE_DENIED: {
    exit: 77,
    title: "A ClusterSecretStore may not be used from this namespace",
    help: "spec.conditions of the ClusterSecretStore lists who may use it; no condition matches the ExternalSecret's namespace.",
  },
  STORE_UNTRUSTED: {
    exit: 77,
    title: "A store of the manifests may not be used here",
    help: "In a shared Argo CD its administrator decides which stores there are: those of --stores, and with --tenant-stores also SecretStores of the manifests under other names. ClusterSecretStores always come from --stores.",
  },
  NAMESPACE_DENIED: {
    exit: 77,
    title: "An ExternalSecret is in another namespace than its application",
    help: "The namespace of a manifest is what its author wrote. In a shared Argo CD secrets are read for the application's destination namespace only, unless its administrator gives --all-namespaces.",
  },
  CREDENTIAL_NOT_FOUND: {
    exit: 77,
    title: "A credential that a store refers to does not exist",
    help: "secretRefs and serviceAccountRefs are looked up in the input, in the directory of --stores, and in mounted files below --credentials: secrets/NAMESPACE/NAME/KEY and tokens/NAMESPACE/SERVICEACCOUNT/*, chosen by audience.",
  },
  CREDENTIAL_INVALID: {
    exit: 77,
    title: "A credential of a store cannot be used",
    help: "It is empty, cannot be read, or is not of the form that its field asks for.",
  },
  AUTH_UNSUPPORTED: {
    exit: 65,
    title: "A store logs in by a method that is not built in",
    help: "External Secrets has it, this version of presecret has not. The message names the methods that are built in.",
  },
  AUTH_FAILED: {
    exit: 77,
    title: "A provider refused the login, or the credential",
    help: "The credential was found and sent, and the provider does not accept it. The message names the login method, the hint what to look at.",
  },
  ACCESS_DENIED: {
    exit: 77,
    title: "A provider denies the access to a secret",
    help: "The login worked, or the token was accepted before, but its policy does not allow this. Providers often answer so too for what does not exist.",
  },
  REQUEST_REFUSED: {
    exit: 65,
    title: "A provider does not accept a request",
    help: "Something in the store or the remoteRef makes a request that the provider calls invalid. The message says which one.",
  },
  STORE_UNMANAGED: {
    exit: 65,
    title: "A store belongs to another controller class",
    help: "spec.controller names a controller other than 'default', so this store is not for presecret.",
  },
  NAMESPACE_UNKNOWN: {
    exit: 65,
    title: "A namespace is needed and not known",
    help: "A label selector decides over this namespace, or a ClusterExternalSecret names it. Put the Namespace object into the input or into --stores. With --strict and in generate, a namespace that is named and not known is an error: its Secrets would be missing, and a GitOps engine would prune them.",
  },
  SELECTOR_INVALID: {
    exit: 65,
    title: "A label selector is not valid",
    help: "Operators are In, NotIn, Exists and DoesNotExist; In and NotIn need values, the others have none. Keys and values follow the rules of labels.",
  },
  PROVIDER_UNSUPPORTED: {
    exit: 65,
    title: "A store's provider is not built into presecret yet",
    help: "The message names the providers that are. With --fake FILE any store is answered from a file, which is enough for a preview.",
  },
  GENERATOR_UNSUPPORTED: {
    exit: 65,
    title: "A generator gives another value each time, or is not built yet",
    help: "A render has no memory: a new password at each render would never be in sync. Store the value in a provider and read it from there, use the Fake generator, or keep the operator for this one.",
  },
  GENERATOR_NOT_FOUND: {
    exit: 65,
    title: "A generator that is referenced does not exist",
    help: "Generators are looked up in the ExternalSecret's namespace, a ClusterGenerator by its name alone, in the input and in --stores.",
  },
  GENERATOR_FAILED: {
    exit: 65,
    title: "A generator cannot give its values",
    help: "Its spec does not hold what it needs. The message names the field.",
  },
  TARGET_UNSUPPORTED: {
    exit: 65,
    title: "The target is not a Secret",
    help: "spec.target.manifest writes secret values into objects that nothing masks. Only v1 Secrets are written.",
  },
  TARGET_RENAMED: {
    exit: 65,
    title: "kustomize renamed an ExternalSecret before its Secret was made",
    help: "A function under transformers runs after the prefix and suffix of its layer, and kustomize does not tell workloads the new name of a Secret that comes out of a function. List presecret as a component, which runs before them, or set spec.target.name.",
  },
  TARGET_CONFLICT: {
    exit: 65,
    title: "Two objects are to become the same Secret",
    help: "Two ExternalSecrets with one target overwrite each other in a cluster. Give one another spec.target.name, or let one of them use creationPolicy Merge. A Secret of the input is updated where it is a document of its own, and not inside of a List.",
  },
  REGEXP_INVALID: {
    exit: 65,
    title: "A regular expression is not valid",
    help: "Expressions are RE2, as in Go: no look-around and no back-references.",
  },
  SECRET_NOT_FOUND: {
    exit: 66,
    title: "A secret does not exist in its store",
    help: "Create it there, correct key or version of the remoteRef (in dataFrom, of extract), or set spec.target.deletionPolicy to Merge or Delete to skip what is missing.",
  },
  SECRET_DISABLED: {
    exit: 66,
    title: "A secret exists, but is disabled in its store",
    help: "Somebody has switched it off. Enable it, or read a version that is enabled. It does not count as missing: deletionPolicy does not skip it.",
  },
  SECRET_DELETED: {
    exit: 66,
    title: "A secret is deleted, or scheduled for it",
    help: "The store still knows the secret and does not give its value. Restore it, or remove what refers to it.",
  },
  SECRET_EMPTY: {
    exit: 66,
    title: "A secret exists and has no value",
    help: "It was created without one. Put a value into it, or correct remoteRef.key.",
  },
  FIND_INCOMPLETE: {
    exit: 0,
    title: "A find leaves out what may not be read",
    help: "External Secrets leaves out secrets of a search to which access is denied, so the same happens here; but it is told.",
  },
  BATCH_DENIED: {
    exit: 0,
    title: "Secrets were read one by one, because batches are not allowed",
    help: "A batch needs a permission of its own (secretsmanager:BatchGetSecretValue, ssm:GetParameters). Without it nothing is missing, there are only more requests, and a denied one in the provider's log; --aws-batch off does not even ask.",
  },
  REGION_INVALID: {
    exit: 65,
    title: "A store names no AWS region, or none that there can be",
    help: "The region becomes a part of the endpoint's host name, so only what is spelt like a region is taken.",
  },
  PROPERTY_NOT_FOUND: {
    exit: 66,
    title: "A secret exists, but has no such property",
    help: "remoteRef.property is a gjson path into the secret's JSON; a dot that belongs to a name is written '\\.'.",
  },
  REMOTE_KEY_REFUSED: {
    exit: 65,
    title: "A remoteRef.key, or a store's path, cannot be part of a request",
    help: "Dot segments and control characters would make a key lead to another secret than the one that it names. External Secrets resolves them; here they are refused.",
  },
  REMOTE_REF_UNSUPPORTED: {
    exit: 65,
    title: "A remoteRef asks for something that its store does not have",
    help: "Versions and metadata depend on the provider and on the store's settings. The message says what this store has.",
  },
  FIND_UNSUPPORTED: {
    exit: 65,
    title: "The store cannot find by this criterion",
    help: "Not every provider finds by name, by tags and by path. The message says what this one needs.",
  },
  VALUE_NOT_JSON: {
    exit: 65,
    title: "A secret's value is not a JSON object",
    help: "dataFrom.extract and rewrite.merge take a secret apart by its JSON members. Use data with a remoteRef for a plain value.",
  },
  DECODE_FAILED: {
    exit: 65,
    title: "A value cannot be decoded",
    help: "decodingStrategy Base64 and Base64URL need padding, and take no white space but line breaks. Auto keeps what it cannot decode.",
  },
  NULL_BYTE: {
    exit: 65,
    title: "A value holds a null byte",
    help: "nullBytePolicy is Fail. The value is binary, or was damaged on its way into the store.",
  },
  REWRITE_FAILED: {
    exit: 65,
    title: "A rewrite operation cannot be done",
    help: "The message names the operation. spec.dataFrom[].rewrite works on the keys as the store has them, before conversion and decoding.",
  },
  KEY_INVALID: {
    exit: 65,
    title: "A key is not valid in a Secret",
    help: "Keys consist of letters, digits, '-', '_' and '.', at most 253 of them. Rename with rewrite; without rewrite, conversionStrategy replaces other characters.",
  },
  KEY_CONFLICT: {
    exit: 65,
    title: "Two keys become the same key",
    help: "Which of the two values would win is random in External Secrets. Change the rewrite, or the conversionStrategy to Unicode.",
  },
  RESULT_EMPTY: {
    exit: 66,
    title: "An ExternalSecret found nothing at all",
    help: "With deletionPolicy Retain the operator would then leave the cluster as it is, and create nothing; a render cannot say that. Correct the search, or set spec.target.deletionPolicy to Delete (no Secret) or Merge (an empty one).",
  },
  SECRET_MISSING: {
    exit: 65,
    title: "creationPolicy Merge has no Secret to merge into",
    help: "Merge only adds keys to a Secret that exists. Put that Secret into the input, or use creationPolicy Owner or CreateOrMerge.",
  },
  SECRET_INVALID: {
    exit: 65,
    title: "The API server would refuse the Secret",
    help: "Keys, size, labels and the keys that a type demands are checked before anything is written, since an invalid Secret is quoted in error messages by others.",
  },
  SECRET_IMMUTABLE: {
    exit: 65,
    title: "The Secret in the input is immutable and would change",
    help: "An immutable Secret cannot be updated. Give the target another name, or remove immutable from the Secret.",
  },
  SECRET_OWNED: {
    exit: 65,
    title: "The Secret in the input has another controller",
    help: "Its ownerReferences name a controller, so this ExternalSecret may not take it over.",
  },
  TEMPLATE_SYNTAX: {
    exit: 65,
    title: "A template cannot be parsed",
    help: "Templates are Go text/template with the functions of External Secrets.",
  },
  TEMPLATE_EXEC: {
    exit: 65,
    title: "A template fails when it is run",
    help: 'A key that was not fetched is an error, also inside default and if. For an optional key write {{ index . "key" | default "…" }}.',
  },
  TEMPLATE_LIMIT: {
    exit: 65,
    title: "A template needs more than it may use",
    help: "Steps, depth and output of a template are bounded, so that no template can hang or exhaust the host.",
  },
  TEMPLATE_NONDETERMINISTIC: {
    exit: 65,
    title: "A template uses a function whose result changes with each render",
    help: "The Secret would never be in sync. Store the value in a provider and read it from there, or pass --seed-file FILE: then the value is derived from that key and from the namespace, name and key of the Secret, and stays the same.",
  },
  SEED_UNUSABLE: {
    exit: 65,
    title: "The file of --seed-file is no key",
    help: "It needs at least 32 random bytes: head -c 32 /dev/urandom > seed. Keep it as safe as the Secrets: whoever has it can compute every value that was drawn from it, and another file gives other values.",
  },
  TEMPLATE_SOURCE_MISSING: {
    exit: 65,
    title: "templateFrom refers to a ConfigMap, Secret or key that does not exist",
    help: "They are looked up in the ExternalSecret's namespace, in the input and in --stores. ConfigMaps are read from data, not from binaryData.",
  },
  TEMPLATE_KEY_MISSING: {
    exit: 65,
    title: "A template reads a key that no entry fetches",
    help: 'A template sees the keys of spec.data and spec.dataFrom and nothing else, and a key that is not there fails it. Add an entry for the key; where it may be missing write {{ index . "key" | default "…" }}.',
  },
  TEMPLATE_RESULT_INVALID: {
    exit: 65,
    title: "The text that a template gave is not a YAML map of strings",
    help: 'A literal, and templateAs KeysAndValues, must give one "key: value" per line. Quote values: {{ $value | quote }}.',
  },
  CREDENTIALS_MISSING: {
    exit: 77,
    title: "A store names no credentials, and may not use those of the process",
    help: "A store without auth, or with the token of the process's own ServiceAccount, wants the identity of whoever runs presecret: a profile, a token file, a managed identity. Only stores of --stores have it, and on the command line those of --ambient. Name a Secret or a ServiceAccount in the store's auth, or move the store there.",
  },
  UNRENDERED: {
    exit: 65,
    title: "An object of External Secrets is left in the stream",
    help: "The stream was not rendered. kustomize build with --enable-alpha-plugins but without --enable-exec skips the function silently.",
  },
  DEADLINE: {
    exit: 75,
    title: "The run did not finish in time",
    help: "presecret has a deadline of its own, below that of Argo CD, so that this message is seen. --timeout sets it.",
  },
  ENDPOINT_DENIED: {
    exit: 77,
    title: "A host may not be contacted",
    help: "Link-local addresses and the clouds' metadata services are never contacted for a store. Where --allow-host is given, and always in a shared Argo CD, no other hosts are contacted than those that it names: HOST, HOST:PORT or *.DOMAIN.",
  },
  PROXY_INVALID: {
    exit: 78,
    title: "The proxy of the environment cannot be used",
    help: "HTTPS_PROXY and HTTP_PROXY name proxies as http://HOST:PORT or https://HOST:PORT; NO_PROXY lists the hosts that are asked without one. In a shared Argo CD they do not count.",
  },
  UNREACHABLE: {
    exit: 69,
    title: "A host cannot be reached",
    help: "Its name is unknown, nothing listens at its address, or no route leads there. The message says which.",
  },
  TLS_INVALID: {
    exit: 69,
    title: "A host cannot prove that it is the right one",
    help: "Its certificate has expired, is for another name, or is signed by nobody who is trusted; or it speaks no TLS 1.2. Trust is never switched off: name the CA in the store (caBundle or caProvider).",
  },
  REDIRECT_REFUSED: {
    exit: 69,
    title: "A host answers with a redirect",
    help: "Credentials go to the host that the store names and to no other. Write the address in the store to which the host redirects.",
  },
  TIMEOUT: {
    exit: 75,
    title: "A host takes too long",
    help: "Connecting, the TLS handshake and each answer have their time. Tried again they took too long each time.",
  },
  INTERRUPTED: {
    exit: 75,
    title: "A connection breaks before the answer is complete",
    help: "Nothing of an incomplete answer is used. Tried again it broke each time: look at the proxies and load balancers on the way.",
  },
  THROTTLED: {
    exit: 75,
    title: "A host limits how often it is asked",
    help: "presecret waited as told, and asked again within its deadline. Ask for a higher limit, raise --timeout, or render less often.",
  },
  SERVER_ERROR: {
    exit: 75,
    title: "A host fails to answer",
    help: "It answered with an error of its own (500 to 599) each time that it was asked.",
  },
  PROTOCOL: {
    exit: 76,
    title: "An answer is not one of the provider",
    help: "It is empty, an HTML page, cut off, or not what the provider's protocol has. Usually a proxy, a login page or another service stands at this address.",
  },
  CLOCK_SKEWED: {
    exit: 69,
    title: "This machine's clock is wrong",
    help: "Signatures hold the time and are good for a few minutes. The difference to the provider's clock is allowed for once; beyond 15 minutes it is not.",
  },
  OUTPUT_FAILED: {
    exit: 74,
    title: "The output cannot be written",
    help: "The reader went away, or the disk is full. What was written is not complete and must not be applied.",
  },
  AUDIT_FAILED: {
    exit: 74,
    title: "The audit log cannot be written",
    help: "--audit asks for a line for each access to a store. Where it cannot be written nothing is rendered, so that no secret is given out that nobody can account for.",
  },
  NOT_EMITTED: {
    exit: 0,
    title: "An ExternalSecret gives no Secret, as its policies say",
    help: "creationPolicy None writes nothing; with deletionPolicy Delete nothing found means no Secret.",
  },
  CONTROLLER_FOREIGN: {
    exit: 0,
    title: "An ExternalSecret belongs to another controller class",
    help: "A store or generator that it refers to has another spec.controller, so it and the store are passed through as they are.",
  },
  ENTRY_SKIPPED: {
    exit: 0,
    title: "An entry was skipped because its secret does not exist",
    help: "spec.target.deletionPolicy is Delete or Merge, so what is missing is left out.",
  },
  SUSPICIOUS: {
    exit: 0,
    title: "Something is valid, but probably not meant",
    help: "The message says what happens and what was probably meant.",
  },
  INTERNAL: {
    exit: 70,
    title: "presecret has a bug",
    help: "Please report it with the command line and the manifests, without any secret.",
  },
} as const satisfies Record<string, CodeEntry>;

export type Code = keyof typeof CODES;

/** Whether `text` is a code. */
export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}
