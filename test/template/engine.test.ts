import assert from "node:assert/strict";
import { test } from "node:test";

import { RunBudget } from "../../src/template/budget.ts";
import { failureOf, render } from "./render.ts";

const DATA = {
  host: "db.example.com",
  port: "5432",
  empty: "",
  json: '{"a":{"b":1},"n":null,"l":["x",null]}',
};

const RENDERED: readonly (readonly [text: string, expected: string])[] = [
  ["plain", "plain"],
  ["{{ .host }}:{{ .port }}", "db.example.com:5432"],
  ["a \n{{- .port -}}\n b", "a5432b"],
  ["{{/* nothing */}}x{{- /* nothing */ -}} y", "xy"],
  ["{{ if .empty }}a{{ else if .port }}b{{ else }}c{{ end }}", "b"],
  ["{{ with .empty }}a{{ else with .port }}{{ . }}{{ end }}", "5432"],
  ["{{ range $i, $e := list 1 nil }}{{ $i }}={{ $e }};{{ end }}", "0=1;1=<no value>;"],
  ["{{ range 3 }}{{ . }}{{ end }}{{ range 0 }}{{ else }}none{{ end }}", "012none"],
  ["{{ range $k, $v := dict `b` 1 `a` 2 }}{{ $k }}{{ $v }}{{ end }}", "a2b1"],
  [
    "{{ range 9 }}{{ if eq . 2 }}{{ continue }}{{ else if eq . 4 }}{{ break }}{{ end }}{{ . }}{{ end }}",
    "013",
  ],
  ["{{ range 2 }}a{{ range 0 }}{{ else }}b{{ break }}{{ end }}c{{ end }}", "abcabc"],
  ["{{ range 2 }}a{{ range 0 }}{{ else }}b{{ continue }}{{ end }}c{{ end }}", "abab"],
  ["{{ $x := 1 }}{{ range 2 }}{{ $x = . }}{{ end }}{{ $x }}", "1"],
  ["{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ end }}{{ $x }}", "1"],
  ["{{ $x := 1 }}{{ and false ($x := 2) }}{{ $x }}", "false1"],
  ['{{ define "t1" }}[{{ . }}{{ $ }}]{{ end }}{{ template "t1" .port }}', "[54325432]"],
  ['{{ block "b" .host }}<{{ . }}>{{ end }}', "<db.example.com>"],
  ['{{ define "t" }}defined{{ end }} ', "defined"],
  ["{{ (fromJson .json).a.b }}{{ (fromJson .json).n }}", "1<no value>"],
  [
    "{{ printf `%d` 0x1_F }} {{ 1e6 }} {{ 'a' }} {{ 2i }} {{ 1+2i }} {{ .5 }}",
    "31 1e+06 97 (0+2i) (1+2i) 0.5",
  ],
  ["{{ index . `nope` }}|{{ and 1 0 2 }}|{{ or 0 `x` }}|{{ not nil }}", "|0|x|true"],
  ["{{ .port | }}{{ ($y := 1) }}", "54321"],
  ["{{ repeat 3.0 `x` }}", "xxx"],
  ["{{ regexSplit `` `` -1 | toJson }}{{ regexSplit `` `` 0 | toJson }}", "[]null"],
  ["{{ toDate `PM 03 PM` `AM 12 PM` | date `15` }}{{ toDate `PM 03 PM` `PM 03 AM` | date `15` }}", "0015"],
  [
    "{{ $x := unset nil `a` }}{{ printf `%#v` $x }}{{ $x }}{{ toJson $x }}{{ toYaml (merge $x nil) }}{{ toJson (merge $x dict) }}{{ toJson (deepCopy $x) }}{{ eq $x nil }}{{ eq dict $x }}{{ deepEqual $x dict }}",
    "map[string]interface {}(nil)map[]nullnull{}nulltruefalsefalse",
  ],
  [
    "{{ range list `2009` `2012` `2021` }}{{ dateInZone `MST ` (toDate `2006-01-02` (print . `-07-01`)) `Europe/Moscow` }}{{ end }}",
    "MSD MSK MSK ",
  ],
  [
    "{{ range list `2007` `2026` }}{{ dateInZone `MST ` (toDate `2006-01-02` (print . `-07-01`)) `America/Indiana/Petersburg` }}{{ end }}",
    "CDT EDT ",
  ],
  [
    "{{ $pem := printf `-----BEGIN %s-----%cAA==%c-----END %s-----` `I` 10 10 `I` }}{{ range list `i` `I` `ı` `İ` }}{{ filterPEM . $pem | len }} {{ end }}",
    "39 39 0 0 ",
  ],
  ["{{ printf `%#v` (toDate `2006` `2021`) }}", "time.Date(2021, time.January, 1, 0, 0, 0, 0, time.Local)"],
  [
    "{{ printf `%d %#v` (semver `1.2.3-a+b`) (semver `v1.2.3`).IncPatch }}",
    '&{1 2 3 %!d(string=a) %!d(string=b) %!d(string=1.2.3-a+b)} semver.Version{major:0x1, minor:0x2, patch:0x4, pre:"", metadata:"", original:"v1.2.4"}',
  ],
];

for (const [text, expected] of RENDERED) {
  test(`renderTemplate() renders ${JSON.stringify(text)}`, () => {
    assert.equal(render(text, DATA), expected);
  });
}

test("renderTemplate() refuses to set a key in a nil dict", () => {
  assert.equal(failureOf("{{ set (unset nil `a`) `a` 1 }}").kind, "exec");
});

test("renderTemplate() keeps keys that JavaScript gives a meaning", () => {
  const data = { ["__proto__"]: "p", constructor: "c", toString: "s" };
  Object.defineProperty(data, "__proto__", { value: "p", enumerable: true });
  assert.equal(render("{{ .__proto__ }}{{ .constructor }}{{ .toString }}", data), "pcs");
  assert.equal(failureOf("{{ .hasOwnProperty }}", data).kind, "exec");
});

test("renderTemplate() passes bytes through that are not UTF-8", () => {
  assert.equal(render("{{ len .v }}{{ .v }}", { v: "é" }), "2é");
});

test("renderTemplate() prints <no value> for a missing key if asked to", () => {
  assert.equal(
    render("{{ .nope }} {{ .nope.deeper }}", {}, { missingKey: "default" }),
    "<no value> <no value>",
  );
  assert.equal(
    failureOf("{{ range list nil }}{{ .x }}{{ end }}", {}, { missingKey: "default" }).kind,
    "exec",
  );
});

const REFUSED: readonly (readonly [text: string, line: number, column: number])[] = [
  ["{{ .host", 1, 9],
  ["{{ nope }}", 1, 4],
  ["a\n  {{ $x }}", 2, 6],
  ["{{ .my-key }}", 1, 7],
  ["{{ if true }}\n", 2, 1],
  ["{{ end }}", 1, 8],
  ["{{ else }}", 1, 9],
  ["{{ if true }}{{ else }}{{ else }}{{ end }}", 1, 32],
  ["{{ break }}", 1, 4],
  ["{{ .host | 1 }}", 1, 12],
  ["{{ | upper }}", 1, 4],
  ["{{ () }}", 1, 5],
  ["{{ (1 }}", 1, 7],
  ["{{ 1) }}", 1, 5],
  ["{{ 1.b }}", 1, 4],
  ["{{ 08 }}", 1, 4],
  ["{{ 'ab' }}", 1, 4],
  ['{{ "\\q" }}', 1, 4],
  ['{{ "a }}', 1, 4],
  ["{{ `a }}", 1, 4],
  ["{{ 'a }}", 1, 4],
  ["{{/* a */ }}", 1, 8],
  ["{{/* a", 1, 3],
  ["{{ $x : 1 }}", 1, 7],
  ["{{ “a” }}", 1, 4],
  ["{{ $a, $b := 1 }}", 1, 6],
  ["{{ range $a, $b, $c := . }}{{ end }}", 1, 16],
  ["{{ range $a, 1 }}{{ end }}", 1, 14],
  ['{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}', 1, 37],
  ['{{ define "t" }}x{{ end }}y', 1, 1],
  ["{{ define t }}x{{ end }}", 1, 11],
  ["{{ if true }}{{ define `x` }}{{ end }}{{ end }}", 1, 17],
];

for (const [text, line, column] of REFUSED) {
  test(`renderTemplate() refuses the syntax of ${JSON.stringify(text)}`, () => {
    const error = failureOf(text, DATA);
    assert.equal(error.kind, "syntax");
    assert.deepEqual([error.line, error.column], [line, column]);
  });
}

const FAILING: readonly (readonly [text: string, what: RegExp])[] = [
  ["{{ .nope }}", /^the data has no key "nope"$/],
  ["{{ (fromJson .json).a.nope }}", /^the map has no key "nope"$/],
  ["{{ .host.nope }}", /^a string has no fields, so field "nope" cannot be read$/],
  ["{{ (fromJson .json).n.x }}", /^nil has no fields/],
  ["{{ nil }}", /^nil is not a command$/],
  ["{{ 1 2 }}", /^only a function or a method takes arguments$/],
  ["{{ .host 1 }}", /^only a function or a method takes arguments$/],
  ["{{ upper 1 }}", /^argument 1 of function "upper" must be a string$/],
  ["{{ upper . }}", /^argument 1 of function "upper" must be string, not map\[string\]string$/],
  ["{{ 1 | upper }}", /^what is piped into function "upper" must be string, not int$/],
  ["{{ upper nil }}", /^argument 1 of function "upper" must be string, not nil$/],
  ["{{ upper }}", /^function "upper" takes 1 argument, and gets 0$/],
  ["{{ or }}", /^function "or" takes at least 1 argument, and gets 0$/],
  ["{{ eq 1 `a` }}", /^function "eq" fails: a value of type int cannot be compared with one of type string$/],
  ["{{ range .host }}{{ end }}", /^range needs a list or a map or an int, and this is a string$/],
  ['{{ template "nope" }}', /^template "nope" is not defined$/],
  ["{{ $x = 1 }}", /^variable "\$x" is not declared here$/],
  ["{{ 18446744073709551615 }}", /^the constant must fit into an int$/],
  ["{{ call .host }}", /^function "call" fails: a value of type string cannot be called$/],
];

for (const [text, what] of FAILING) {
  test(`renderTemplate() fails to run ${JSON.stringify(text)}`, () => {
    const error = failureOf(text, DATA);
    assert.equal(error.kind, "exec");
    assert.match(error.what, what);
  });
}

test("renderTemplate() tells which names there are for a misspelt one", () => {
  assert.deepEqual(failureOf("{{ .hots }}", DATA).misspelt, {
    what: "key",
    name: "hots",
    known: Object.keys(DATA),
  });
  assert.ok(failureOf("{{ uper }}").misspelt?.known.includes("upper") ?? false);
  assert.deepEqual(failureOf("{{ $y := 1 }}{{ $z }}").misspelt, {
    what: "variable",
    name: "$z",
    known: ["$", "$y"],
  });
  assert.deepEqual(failureOf('{{ (dict "secret" 1).nope }}').misspelt?.known, []);
  assert.deepEqual(failureOf("{{ .v.nope }}", { v: "text" }).misspelt, {
    what: "member",
    name: "nope",
    known: [],
  });
});

test("renderTemplate() never shows a value in an error", () => {
  const values = { v: "hunter2-of-the-data" };
  const texts = [
    "{{ .v.x }}",
    "{{ index .v .v }}",
    "{{ range .v }}{{ end }}",
    "{{ (dict .v 1).nope }}",
    "{{ eq .v 1 }}",
    "{{ add .v | repeat .v }}",
    "{{ call .v }}",
    '{{ printf "%p" (list .v) }}',
    "{{ lt (list .v) (list .v) }}",
    "{{ fromJson .v | len }}",
    "{{ .v | mustFromJson }}",
    '{{ template "x" .v }}',
  ];
  for (const text of texts) {
    const error = failureOf(text, values);
    assert.ok(!JSON.stringify([error.message, error.misspelt, error.stack]).includes("hunter2"), text);
  }
});

test("renderTemplate() needs a seed for what is random", () => {
  const error = failureOf("{{ uuidv4 }}");
  assert.deepEqual([error.kind, error.functionName], ["nondeterministic", "uuidv4"]);
});

const BOUNDED: readonly (readonly [title: string, text: string])[] = [
  ["a long loop", "{{ range 1000000000 }}x{{ end }}"],
  ["an endless int", "{{ range 9223372036854775807 }}{{ end }}"],
  ["loops in loops", "{{ range 9999 }}{{ range 9999 }}{{ range 9999 }}{{ end }}{{ end }}{{ end }}"],
  ["endless recursion", '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}'],
  [
    "recursion that doubles",
    '{{ define "r" }}{{ template "r" }}{{ template "r" }}{{ end }}{{ template "r" }}',
  ],
  ["a wide number", '{{ printf "%1000000d" 1 }}'],
  ["a wide star", '{{ printf "%*d" 1000000 1 }}'],
  ["a precise number", '{{ printf "%.1000000f" 1.0 }}'],
  ["many wide numbers", '{{ range 999999 }}{{ $x := printf "%1000d" 1 }}{{ end }}'],
  ["a list that doubles", `{{ $x := list 1 }}${"{{ $x = list $x $x }}".repeat(60)}{{ $x }}`],
  ["a list that is deep", "{{ $x := list 1 }}{{ range 100000 }}{{ $x = list $x }}{{ end }}{{ $x }}"],
  ["a dict that holds itself", '{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ $d }}'],
  ["a text that doubles", `{{ $x := "0123456789" }}${"{{ $x = print $x $x 1 }}".repeat(60)}`],
  [
    "a text that is escaped again and again",
    `{{ $x := "<" }}${"{{ $x = html $x }}{{ $x = print $x $x }}".repeat(60)}`,
  ],
  ["much output", `{{ range 999999 }}${"x".repeat(100)}{{ end }}`],
  ["many arguments in a loop", `{{ range 999999 }}{{ $_ := list ${"1 ".repeat(50_000)} }}{{ end }}`],
  ["deep parentheses", `{{ ${"(".repeat(50_000)}1${")".repeat(50_000)} }}`],
  ["deep blocks", `${"{{ if 1 }}".repeat(10_000)}${"{{ end }}".repeat(10_000)}`],
  ["many else ifs", `{{ if 0 }}${"{{ else if 0 }}".repeat(10_000)}{{ end }}`],
  [
    "functions over a long text",
    '{{ $x := repeat 200000 "é " }}{{ range 1000 }}{{ $_ := kebabcase $x | len }}{{ end }}',
  ],
  [
    "quotes of a long text",
    '{{ $x := repeat 200000 "é " }}{{ range 1000 }}{{ $_ := printf "%q" $x | len }}{{ end }}',
  ],
  [
    "expressions with a large program",
    '{{ $x := repeat 500000 "a" }}{{ range 9 }}{{ $_ := regexMatch "(a?){1000}$" $x }}{{ end }}',
  ],
  [
    "a replacement that reads on for every match",
    '{{ regexReplaceAll ".*y|x" (repeat 100000 "x") "z" | len }}',
  ],
  [
    "finds that read on for every match",
    '{{ range until 100 }}{{ regexFindAll "x.*y|x" (repeat 3000 "x") -1 | len }}{{ end }}',
  ],
  ["a split that reads on for every match", '{{ regexSplit ".*y|x" (repeat 9000 "x") -1 | len }}'],
  [
    "an expression whose literals are looked for at every match",
    '{{ regexReplaceAllLiteral "a.*z|b" (print (repeat 200000 "b") "a") "" | len }}',
  ],
  ["a time that is read by a long layout", '{{ toDate (repeat 9000 "2006") (repeat 9000 "2006") }}'],
  ["a time that must be read by a long layout", '{{ mustToDate (repeat 257 "2006") "2006" }}'],
  ["a time that is written by a long layout", '{{ date (repeat 257 "2006") 0 }}'],
  ["a time that writes itself by a long layout", '{{ (toDate "2006" "2024").Format (repeat 257 "2006") }}'],
  ["a long source", "x".repeat(256 * 1024 + 1)],
];

for (const [title, text] of BOUNDED) {
  test(`renderTemplate() bounds ${title}`, () => {
    assert.equal(failureOf(text).kind, "limit");
  });
}

test("renderTemplate() takes the layout of a time up to 1 KiB", () => {
  assert.equal(render('{{ date (repeat 256 "2006") 0 }}'), "1970".repeat(256));
  assert.equal(render('{{ toDate (repeat 256 "2006") (repeat 256 "2024") | date "2006" }}'), "2024");
});

test("renderTemplate() lets templates call one another a thousand deep", () => {
  const text =
    '{{ define "r" }}{{ if . }}{{ template "r" (int (sub . 1)) }}{{ else }}done{{ end }}{{ end }}{{ template "r" 1000 }}';
  assert.equal(render(text), "done");
});

test("RunBudget bounds all templates together", () => {
  const budget = new RunBudget({ steps: 100, output: 100 });
  assert.equal(render("x".repeat(60), {}, { budget }), "x".repeat(60));
  assert.equal(failureOf("x".repeat(60), {}, { budget }).kind, "limit");
  assert.equal(
    failureOf("{{ range 99 }}{{ end }}", {}, { budget: new RunBudget({ steps: 9, output: 9 }) }).kind,
    "limit",
  );
});
