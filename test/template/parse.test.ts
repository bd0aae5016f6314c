import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { toGoString } from "../../src/go/bytes.ts";
import { inspectTemplate } from "../../src/template/inspect.ts";
import type { Node } from "../../src/template/nodes.ts";
import { parseTemplate } from "../../src/template/parse.ts";
import { TemplateError } from "../../src/template/template-error.ts";
import { render } from "./render.ts";

const functions = new Map([
  ["print", true],
  ["index", true],
  ["toJson", true],
]);

function parse(text: string): readonly Node[] {
  return parseTemplate({ name: "t", text: toGoString(text), functions }).root.nodes;
}

test("parseTemplate() says at which byte each node begins", () => {
  const nodes = parse('é{{ .a.b | print 1 }}{{ template "x" . }}');
  assert.deepEqual(
    nodes.map(({ kind, pos }) => [kind, pos]),
    [
      ["text", 0],
      ["action", 5],
      ["template", 34],
    ],
  );
});

test("parseTemplate() joins the fields that follow a field", () => {
  const [node] = parse("{{ .a.b.c }}");
  assert.ok(node?.kind === "action");
  assert.deepEqual(node.pipe.commands[0]?.first, { kind: "field", pos: 5, fields: ["a", "b", "c"] });
});

test("parseTemplate() lets a blank body give way to another", () => {
  const text =
    '{{ define "a" }} \n{{ end }}{{ define "a" }}x{{ end }}{{ define "a" }}{{/* none */}}{{ end }}';
  const { templates } = parseTemplate({ name: "t", text, functions });
  assert.equal(templates.get("a")?.nodes.length, 1);
});

test("parseTemplate() bounds nesting and length", () => {
  const limits = { nesting: 2, source: 60 };
  const kindOf = (text: string): string => {
    try {
      parseTemplate({ name: "t", text, functions, limits });
    } catch (error) {
      if (error instanceof TemplateError) return error.kind;
    }
    return "parsed";
  };
  assert.equal(kindOf("{{ ((1)) }}"), "parsed");
  assert.equal(kindOf("{{ (((1))) }}"), "limit");
  assert.equal(kindOf("{{ if 1 }}{{ if ((1)) }}{{ end }}{{ end }}"), "limit");
  assert.equal(kindOf("x".repeat(61)), "limit");
});

const PIECES = [
  ..."{{ }} {{- -}} /* */ if else end range with define block template break continue nil true . .a $ $x := = | ( ) , \" ` ' \\ 1 0x 1i -1 1e3 print index nope \n \t é : . - +".split(
    " ",
  ),
  " ",
  "{{ if 1 }}",
  "{{ range 3 }}",
  "{{ end }}",
  "{{ else }}",
  '{{ define "a" }}',
];

test("parseTemplate() throws nothing but TemplateErrors", () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary" }).map((inside) => `{{${inside}}}`),
  );
  fc.assert(
    fc.property(text, (source) => {
      try {
        parse(source);
      } catch (error) {
        assert.ok(error instanceof TemplateError);
        assert.ok(error.line >= 1 && error.column >= 1);
      }
    }),
    { numRuns: 2000 },
  );
});

test("renderTemplate() throws nothing but TemplateErrors", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (pieces) => {
      try {
        render(pieces.join(""), { a: "x" });
      } catch (error) {
        assert.ok(error instanceof TemplateError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("renderTemplate() gives text without actions back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!text.includes("{{"));
      assert.equal(render(text), text);
    }),
  );
});

const USES: readonly (readonly [text: string, functions: string[], keys: string[], isWhole: boolean])[] = [
  ["{{ .a.b }}{{ $.c }}", [], ["a", "c"], false],
  ['{{ index . "x-y" }}{{ index $ "z" | print }}', ["index", "print"], ["x-y", "z"], false],
  ["{{ range .l }}{{ .inner }}{{ $.d }}{{ else }}{{ .e }}{{ end }}", [], ["l", "d", "e"], false],
  ["{{ with .a }}{{ .inner }}{{ end }}{{ with . }}{{ .b }}{{ end }}", [], ["a", "b"], false],
  ["{{ range $k, $v := . }}{{ $k }}{{ end }}", [], [], true],
  ["{{ toJson . }}", ["toJson"], [], true],
  ['{{ define "x" }}{{ .a }}{{ $.b }}{{ end }}{{ template "x" . }}', [], ["a", "b"], false],
  ['{{ define "x" }}{{ .a | print }}{{ end }}{{ template "x" .c }}', ["print"], ["c"], false],
  ["{{ (print .a).b }}{{ (.).c }}{{ if $.d }}{{ end }}", ["print"], ["a", "c", "d"], false],
];

for (const [text, names, keys, isWhole] of USES) {
  test(`inspectTemplate() sees what ${text} uses`, () => {
    const uses = inspectTemplate({ name: "t", text, functions });
    assert.deepEqual([...uses.functions].toSorted(), names);
    assert.deepEqual(new Set(uses.keys), new Set(keys));
    assert.equal(uses.isWholeDataUsed, isWhole);
  });
}

test("inspectTemplate() tells which keys may be missing", () => {
  const uses = inspectTemplate({ name: "t", text: '{{ index . "a" }}{{ .b }}', functions });
  assert.deepEqual([...uses.optionalKeys], ["a"]);
});
