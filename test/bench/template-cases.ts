/** A template in both languages, with the data that each takes and the goal for their ratio. */
export interface TemplateCase {
  readonly name: string;
  readonly go: string;
  readonly data: Readonly<Record<string, string>>;
  readonly handlebars: string;
  readonly context: unknown;
}

const DATABASE = {
  host: "postgres.prod.svc.cluster.local",
  port: "5432",
  username: "app",
  password: "correct-horse-battery-staple",
};

const CONFIG = `database:
  host: {{ .host }}
  port: {{ .port }}
  username: {{ .username }}
  password: {{ .password }}
`;

/** Lines of one section; ten of them are the template of 200 lines. */
const SECTION = `[{{ .name }}-NUMBER]
host = {{ .host }}
port = {{ .port }}
user = {{ .username }}
password = {{ .password }}
{{- if .tls }}
tls = on
{{- else }}
tls = off
{{- end }}
{{- with .options }}
options = {{ . }}
{{- end }}
replicas:
{{- /* an address for each */}}
{{- range $index, $replica := splitList "," .replicas }}
  - name: {{ $.name }}-{{ $index }}
    address: {{ $replica }}:{{ $.port }}
    owner: {{ $.username }}
{{- end }}
`;

const SECTION_HANDLEBARS = `[{{name}}-NUMBER]
host = {{host}}
port = {{port}}
user = {{username}}
password = {{password}}
{{~#if tls}}

tls = on
{{~else}}

tls = off
{{~/if}}
{{~#with options}}

options = {{this}}
{{~/with}}

replicas:
{{~#each replicas}}

  - name: {{../name}}-{{@index}}
    address: {{this}}:{{../port}}
    owner: {{../username}}
{{~/each}}

`;

const SECTIONS = 10;

const REPLICAS = Array.from({ length: 12 }, (_, index) => `10.0.0.${index}`);

const SERVICE = { ...DATABASE, name: "orders", tls: "yes", options: "connect_timeout=5" };

function sections(text: string): string {
  return Array.from({ length: SECTIONS }, (_, index) => text.replace("NUMBER", String(index))).join("");
}

/** What `npm run bench:template` renders. */
export const TEMPLATE_CASES: readonly TemplateCase[] = [
  {
    name: "config.yaml of four values",
    go: CONFIG,
    data: DATABASE,
    handlebars: CONFIG.replaceAll("{{ .", "{{"),
    context: DATABASE,
  },
  {
    name: "200 lines with ranges",
    go: sections(SECTION),
    data: { ...SERVICE, replicas: REPLICAS.join(",") },
    handlebars: sections(SECTION_HANDLEBARS),
    context: { ...SERVICE, replicas: REPLICAS },
  },
];
