import fc from "fast-check";

import type { Func, FuncMap, ParamType } from "../../src/template/values.ts";

/** Functions of which one call takes a tenth of a second or more: they are called now and then only. */
const SLOW = [
  "genPrivateKey",
  "genCA",
  "genSelfSignedCert",
  "genSignedCert",
  "bcrypt",
  "htpasswd",
  "derivePassword",
];

const NUMBERS = ["0", "1", "-1", "2", "7", "64", "1000", "10000", "10001", "65536", "1000000", "2147483647"];
const HUGE = [
  "-2147483648",
  "9223372036854775807",
  "-9223372036854775808",
  "18446744073709551615",
  "1e18",
  "1e400",
];
const ODD_NUMBERS = ["0x1F", "0b11", "017", "1_000", "'x'", "1.5", "-0.0", "1e-7", ".5", "3i", "0x1p-2"];
const STRINGS = [
  '""',
  '"a"',
  '"a,b,c"',
  '"%s %d %v"',
  '"%0999d"',
  '"%1000000000d"',
  '"%[3]*.[2]*[1]f"',
  "`raw\\n`",
  '"\\xff"',
  '"(a+)+$"',
  '"[a-z]{1,1000}$"',
  '"(a?){1000}$"',
  '"(((((((a{9}){9}){9}){9}){9}){9}){9})"',
  '"\\\\pL+"',
  '"(?P<n>.)"',
  '"1h30m"',
  '"2006-01-02"',
  '"Europe/Berlin"',
  '">=1.2.3 <2 || ^3"',
  '"rsa"',
  '"ed25519"',
  '"{\\"a\\":[1,{}]}"',
  '"é😀"',
];

/** Keys of the data that templates are run over: see fuzzData(). */
const KEYS = [
  "a",
  "text",
  "long",
  "json",
  "yaml",
  "bomb",
  "pem",
  "key",
  "bytes",
  "number",
  "missing",
  "list",
];

const VARIABLES = ["$x", "$y", "$index", "$"];

/** Templates as text, made by the grammar of text/template over the functions that there are, or nearly so. */
export function templates(funcs: FuncMap): fc.Arbitrary<string> {
  const list = fc.letrec<Grammar>((tie) => grammarOf(funcs, tie)).list;
  return fc.oneof({ weight: 9, arbitrary: list }, { weight: 1, arbitrary: broken(list) });
}

interface Grammar {
  readonly list: string;
  readonly node: string;
  readonly pipeline: string;
  readonly command: string;
  readonly operand: string;
}

type Tie = (key: keyof Grammar) => fc.Arbitrary<unknown>;

function grammarOf(funcs: FuncMap, tie: Tie): { [Key in keyof Grammar]: fc.Arbitrary<Grammar[Key]> } {
  const node = text(tie("node"));
  const pipeline = text(tie("pipeline"));
  const command = text(tie("command"));
  const operand = text(tie("operand"));
  return {
    list: fc.array(node, { maxLength: 4, depthIdentifier: "list" }).map((nodes) => nodes.join("")),
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      plainText(),
      action(pipeline),
      block(pipeline, text(tie("list"))),
    ),
    pipeline: fc.oneof(
      { weight: 5, arbitrary: command },
      { weight: 3, arbitrary: join(" | ", command, command) },
      { weight: 1, arbitrary: join(" | ", command, command, command) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(variable(), fc.constantFrom(":=", " = "), command)
          .map((parts) => parts.join(" ")),
      },
    ),
    command: fc.oneof({ weight: 1, arbitrary: operand }, { weight: 4, arbitrary: call(funcs, operand) }),
    operand: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 6, arbitrary: leaf() },
      { weight: 2, arbitrary: call(funcs, operand).map((inner) => `(${inner})`) },
      { weight: 1, arbitrary: pipeline.map((inner) => `(${inner})`) },
      { weight: 1, arbitrary: pipeline.map((inner) => `(${inner}).a`) },
    ),
  };
}

function text(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return arbitrary.map(String);
}

function join(separator: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(separator));
}

function plainText(): fc.Arbitrary<string> {
  return fc.constantFrom("", "x", " \n ", "a: b\n", "{{/* c */}}", "{{- /* c */ -}}", "é", "}}", "{", "\0");
}

function variable(): fc.Arbitrary<string> {
  return fc.constantFrom(...VARIABLES);
}

function leaf(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...KEYS.map((key) => `.${key}`)) },
    { weight: 2, arbitrary: fc.constantFrom(...NUMBERS) },
    { weight: 1, arbitrary: fc.constantFrom(...HUGE, ...ODD_NUMBERS) },
    { weight: 3, arbitrary: fc.constantFrom(...STRINGS) },
    { weight: 1, arbitrary: fc.constantFrom("true", "false", "nil", ".", "$.a", "$.json", ...VARIABLES) },
  );
}

function action(pipeline: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom("{{", "{{ ", "{{- "), pipeline, fc.constantFrom("}}", " }}", " -}}"))
    .map((parts) => parts.join(""));
}

function block(pipeline: fc.Arbitrary<string>, list: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const parts = fc.record({ pipeline, body: list, other: list });
  const shape = fc.constantFrom(...SHAPES);
  return fc.tuple(shape, parts).map(([make, { pipeline: head, body, other }]) => make(head, body, other));
}

const SHAPES: readonly ((head: string, body: string, other: string) => string)[] = [
  (head, body) => `{{ if ${head} }}${body}{{ end }}`,
  (head, body, other) => `{{ if ${head} }}${body}{{ else if .a }}${other}{{ else }}${body}{{ end }}`,
  (head, body) => `{{ range ${head} }}${body}{{ end }}`,
  (head, body, other) => `{{ range $index, $x := ${head} }}${body}{{ else }}${other}{{ end }}`,
  (head, body, other) =>
    `{{ range $x := until 10000 }}{{ if ${head} }}${other}{{ break }}{{ end }}${body}{{ end }}`,
  (head, body) =>
    `{{ range until 100 }}{{ range until 100 }}${body}{{ ${head} }}{{ continue }}{{ end }}{{ end }}`,
  (head, body, other) => `{{ with ${head} }}${body}{{ else }}${other}{{ end }}`,
  (head, body) => `{{ with $x := ${head} }}${body}{{ end }}`,
  (head, body, other) => `{{ define "t" }}${body}{{ end }}${other}{{ template "t" ${head} }}`,
  (head, body) => `{{ define "r" }}${body}{{ template "r" . }}{{ end }}{{ template "r" ${head} }}`,
  (head, body) => `{{ block "b" ${head} }}${body}{{ end }}`,
  (head, body, other) =>
    `{{ $x := list }}{{ range until 1000 }}{{ $x = append $x (${head}) }}${body}{{ end }}${other}`,
  (head, body) => `{{ $x := .a }}{{ range until 64 }}{{ $x = cat $x $x }}{{ end }}${body}{{ ${head} }}`,
  (head, body) =>
    `{{ $x := dict }}{{ range until 600 }}{{ $x = dict "a" $x "b" $x }}{{ end }}${body}{{ $x | ${head} }}`,
];

/** A call with arguments that fit the parameters, mostly. */
function call(funcs: FuncMap, operand: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const entries = [...funcs];
  const [slow, fast] = [entries.filter(([name]) => isSlow(name)), entries.filter(([name]) => !isSlow(name))];
  const calls = (list: readonly (readonly [string, Func])[]): fc.Arbitrary<string> =>
    fc
      .constantFrom(...list)
      .chain(([name, func]) => argumentsOf(func, operand).map((args) => [name, ...args].join(" ")));
  return fc.oneof({ weight: 20_000, arbitrary: calls(fast) }, { weight: 1, arbitrary: calls(slow) });
}

function isSlow(name: string): boolean {
  return SLOW.some((slow) => name.startsWith(slow));
}

function argumentsOf(
  { params, variadic }: Func,
  operand: fc.Arbitrary<string>,
): fc.Arbitrary<readonly string[]> {
  const fitting = params.map((type) => fitting1(type, operand));
  const last = fitting.at(-1) ?? operand;
  const more = variadic ? fc.array(last, { maxLength: 3 }) : fc.constant([]);
  const exact = fc.tuple(fc.tuple(...fitting), more).map(([args, rest]) => [...args, ...rest]);
  const fewer = exact.map((args) => args.slice(0, -1));
  return fc.oneof(
    { weight: 6, arbitrary: exact },
    { weight: 2, arbitrary: fewer },
    { weight: 1, arbitrary: fc.array(operand, { maxLength: 5 }) },
  );
}

function fitting1(type: ParamType, operand: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const literals = LITERALS.get(type);
  if (literals === undefined) return operand;
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...literals) }, { weight: 1, arbitrary: operand });
}

const INTEGERS = [...NUMBERS, ...HUGE.slice(0, 3)];
const LISTS = [
  "(list 1 .a nil)",
  "(until 10000)",
  '(splitList "," .list)',
  "(list)",
  "(fromJson .json).list",
  "(untilStep 0 9 2)",
];
const DICTS = ['(dict "a" .a "b" 2)', "(fromJson .json)", "(fromYaml .yaml)", "(dict)", "(fromYaml .bomb)"];

const LITERALS: ReadonlyMap<ParamType, readonly string[]> = new Map<ParamType, readonly string[]>([
  ["string", [...STRINGS, ...KEYS.map((key) => `.${key}`)]],
  ["int", INTEGERS],
  ["int64", INTEGERS],
  ["uint32", INTEGERS],
  ["float64", [...NUMBERS, ...ODD_NUMBERS]],
  ["bool", ["true", "false"]],
  ["[]interface {}", LISTS],
  ["[]string", ['(splitList "," .list)']],
  ["map[string]interface {}", DICTS],
  ["map[string]string", ["."]],
  ["time.Time", ["now", '(toDate "2006" "2020")']],
  ["*semver.Version", ['(semver "1.2.3-rc.1+b")']],
  ["sprig.certificate", ["(buildCustomCert .pem .key)"]],
]);

/** Templates with a piece cut out, doubled or replaced. */
function broken(template: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const pieces = fc.constantFrom(
    "",
    "{{",
    "}}",
    "{{-",
    "(",
    ")",
    '"',
    "`",
    "|",
    ":=",
    "\\",
    "\n",
    "{{ end }}",
    "{{ else }}",
    "/*",
    "\u00ff",
  );
  return fc.tuple(template, fc.nat(), fc.nat({ max: 5 }), pieces).map(([whole, place, length, piece]) => {
    const at = place % (whole.length + 1);
    return whole.slice(0, at) + piece + whole.slice(at + length);
  });
}
