/** Streams of manifests such as a large application has, made here so that every run measures the same bytes. */

const DEPLOYMENT = (index: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  namespace: shop
  labels: {app: web-${index}, tier: frontend}
spec:
  replicas: 2
  selector:
    matchLabels: {app: web-${index}}
  template:
    metadata:
      labels: {app: web-${index}, tier: frontend}
      annotations:
        checksum/config: "${"0123456789abcdef".repeat(4)}"
    spec:
      # the main container, and nothing beside it
      containers:
        - name: web
          image: registry.example.com/shop/web:1.${index}.0
          args: ["--listen", ":8080", "--log-format=json"]
          envFrom:
            - secretRef: {name: db-${index}}
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          readinessProbe:
            httpGet: {path: /healthz, port: 8080}
            periodSeconds: 5
`;

const CONFIG_MAP = (index: number): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-${index}
  namespace: shop
data:
  LOG_LEVEL: info
  FEATURES: "search,cart,checkout"
  app.conf: |
    listen = 0.0.0.0:8080
    # upstreams are looked up by name
    upstream = backend-${index}.shop.svc.cluster.local:9000
    timeout = 30s
${"    option = a line of configuration that is as long as such lines usually are\n".repeat(38)}`;

const SERVICE = (index: number): string => `apiVersion: v1
kind: Service
metadata:
  name: web-${index}
  namespace: shop
spec:
  selector: {app: web-${index}}
  ports:
    - name: http
      port: 80
      targetPort: 8080
`;

const EXTERNAL_SECRET = (index: number): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: db-${index}
  namespace: shop
spec:
  refreshInterval: 1h
  secretStoreRef:
    name: shop
    kind: SecretStore
  target:
    name: db-${index}
    creationPolicy: Owner
  data:
    - secretKey: username
      remoteRef:
        key: shop/database-${index % 20}
        property: username
    - secretKey: password
      remoteRef:
        key: shop/database-${index % 20}
        property: password
`;

const STORE = `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: shop
  namespace: shop
spec:
  provider:
    fake:
      data:
${Array.from({ length: 20 }, (_, index) => `        - key: shop/database-${index}\n          value: '{"username": "shop", "password": "hunter-${index}"}'\n`).join("")}`;

/** A stream of at least `bytes` bytes with `externalSecrets` ExternalSecrets spread over it. */
export function makeStream(bytes: number, externalSecrets: number): string {
  const documents: string[] = externalSecrets === 0 ? [] : [STORE];
  let size = documents.join("").length;
  let made = 0;
  for (let index = 0; size < bytes; index++) {
    const batch = [DEPLOYMENT(index), CONFIG_MAP(index), SERVICE(index)];
    const due = Math.floor((size / bytes) * externalSecrets);
    while (made < due) batch.push(EXTERNAL_SECRET(made++));
    documents.push(...batch);
    size += batch.join("---\n").length;
  }
  while (made < externalSecrets) documents.push(EXTERNAL_SECRET(made++));
  return documents.join("---\n");
}
