import assert from "node:assert/strict";
import { test } from "node:test";

import { toGoString } from "../../src/go/bytes.ts";
import { marshalJson } from "../../src/go/json-marshal.ts";
import { YamlError } from "../../src/go/yaml-error.ts";
import { yamlToJson } from "../../src/go/yaml-json.ts";

/** Text, and what sigs.k8s.io/yaml's YAMLToJSON makes of it. */
const DOCUMENTS: readonly (readonly [string, string])[] = [
  ["a: 1\nb: 2", '{"a":1,"b":2}'],
  ["a: [\n1,\n2]", '{"a":[1,2]}'],
  ["a: {b: c,\nd: e}", '{"a":{"b":"c","d":"e"}}'],
  ['a: "x\ny"', '{"a":"x y"}'],
  ["a: 'x\n\n  y\n\nz'", '{"a":"x\\ny\\nz"}'],
  ["{a:b, \"c\":d, 'e' : f, g:}", '{"a:b":null,"c":"d","e":"f","g:":null}'],
  ["[a: b, c, {d: e}, ? f, ? g : h]", '[{"a":"b"},"c",{"d":"e"},{"f":null},{"g":"h"}]'],
  [
    "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  b: 2\ne:\n  b: 2\n  <<: *x\nf:\n  <<: [*x, {c: 3}]",
    '{"a":{"b":1},"c":{"b":1},"d":{"b":2},"e":{"b":1},"f":{"b":1,"c":3}}',
  ],
  [
    "a: |\n  x\n   y\n\n  z\n\nb: >\n  p\n  q\n\n   r\n  s\n\n\nc: |+\n  k\n\nd: |-\n  l\n\ne: |2\n   m\nf: >-\n  n\n  o\n",
    '{"a":"x\\n y\\n\\nz\\n","b":"p q\\n\\n r\\ns\\n","c":"k\\n\\n","d":"l","e":" m\\n","f":"n o"}',
  ],
  [
    "a: plain\n  more\n  words # comment\nb: \"dq\n  more \\\n  joined\\\n\n  x\"\nc: 'sq\n  more\n\n  para'",
    '{"a":"plain more words","b":"dq more joined\\nx","c":"sq more\\npara"}',
  ],
  ["- - a\n  - b\n- c: d\n  e: f\n- \n  - g\n-\n  h: i", '[["a","b"],{"c":"d","e":"f"},["g"],{"h":"i"}]'],
  ["a:\n- b\n- c\nd:\n  - e", '{"a":["b","c"],"d":["e"]}'],
  ["? a\n? b\n: c", '{"a":null,"b":"c"}'],
  ["a\nb", '"a b"'],
  ["  a: b\n  c: d", '{"a":"b","c":"d"}'],
  ["\"a\": 1\n'b': 2\n! c: 3\n!!str 4: 5\n&anchor d: *anchor", '{"4":5,"a":1,"b":2,"c":3,"d":"d"}'],
  [
    "1: a\n0x10: b\n1.5: c\ntrue: d\ny: e\n2020-01-01: f",
    '{"1":"a","1.5":"c","16":"b","2020-01-01":"f","true":"e"}',
  ],
  [".inf: 1\n.nan: 2\n1e400: 3", '{".inf":1,".nan":2,"1e400":3}'],
  [
    "a: !!binary aGVsbG8=\nb: !!binary |\n  aGVs\n  bG8=\nc: !!binary /w==",
    '{"a":"hello","b":"hello","c":"\\ufffd"}',
  ],
  [
    'a: !!float 1\nb: !!int "0x1F"\nc: !!str 1\nd: !!null ""\ne: !!bool "yes"\nf: !!timestamp 2020-01-01\ng: !!set {a}\nh: !foo bar\ni: ! 5\nj: !<tag:yaml.org,2002:str> 6\nk: !!int 7',
    '{"a":1,"b":31,"c":"1","d":null,"e":true,"f":"2020-01-01","g":{"a":null},"h":"bar","i":"5","j":"6","k":7}',
  ],
  ["%YAML 1.1\n---\na: 1", '{"a":1}'],
  ["%TAG !e! tag:example.com,2000:\n---\na: !e!x 1", '{"a":"1"}'],
  ["--- a\n...\nb", '"a"'],
  ["--- |\n x\n--- ", '"x\\n"'],
  ["---\n...\n---\na: 1", "null"],
  ["a: 1\n...\nb: 2", '{"a":1}'],
  ["# only", "null"],
  ["a: 1 # c\n#c\nb: # d\n  c", '{"a":1,"b":"c"}'],
  ["a:\tb\nc: \td\t # x", '{"a":"b","c":"d"}'],
  ["a: b\r\nc: d\r", '{"a":"b","c":"d"}'],
  ["[a] ]", '["a"]'],
  ['{"a":1} {"b":2}', '{"a":1}'],
  ["a: >\n\n  x\n\n\n  y\n    z\n\n    w\n  v", '{"a":"\\nx\\n\\ny\\n  z\\n\\n  w\\nv"}'],
  ["a: >+\n  x\n\n", '{"a":"x\\n\\n"}'],
  ["a: |-2\n    x", '{"a":"  x"}'],
  ["a: |  # comment\n  x", '{"a":"x"}'],
  ["a: |\nb: 1", '{"a":"","b":1}'],
  ["a: |+\n\n\nb: 1", '{"a":"\\n\\n","b":1}'],
  ['a: "  x  \n   y  "', '{"a":"  x y  "}'],
  ["{a: 1, a: 2, b}", '{"a":2,"b":null}'],
  ["{a: , b: }", '{"a":null,"b":null}'],
  ["[a\n,b\n]", '["a","b"]'],
  ['"a":b', '"a"'],
  ['"a" : b', '{"a":"b"}'],
  ["a : b", '{"a":"b"}'],
  ["- ? a\n  : b", '[{"a":"b"}]'],
  ["- !!str\n- &a\n- *a\n- !!map {}", '["",null,null,{}]'],
  ["a: !!str\nb: &x\nc: *x\nd: &y !!str z\ne: !!str &z w", '{"a":"","b":null,"c":null,"d":"z","e":"w"}'],
  ["!!map\na: b", '{"a":"b"}'],
  ["&a a: b\n*a : c", '{"a":"c"}'],
  ["a: !a%41 b", '{"a":"b"}'],
  [
    "a: 0o8\nb: 08\nc: 09.5\nd: 0x\ne: 0b2\nf: 0b-1\ng: -0b-1\nh: +0x1\ni: 1__0\nj: _1\nk: 1_\nl: 0_\nm: +.5\nn: -.5e-3\no: .\np: .e5\nq: ._5\nr: 1.e5\ns: 1e\nt: 0x1p3\nu: 00\nv: -00\nw: -0\nx: -0.0\ny1: 1e-400\nz: 9223372036854775807\naa: -9223372036854775808\nab: -9223372036854775809\nac: 18446744073709551616\nad: +18446744073709551615\nae: 0xFFFFFFFFFFFFFFFF\naf: 0b1111111111111111111111111111111111111111111111111111111111111111\nag: 0777\nah: 0o777\nai: 0O17\naj: 0X1f\nak: 0B11\nal: 12e03\nam: 1,000",
    '{"a":"0o8","aa":-9223372036854775808,"ab":-9223372036854776000,"ac":18446744073709552000,"ad":18446744073709552000,"ae":18446744073709551615,"af":18446744073709551615,"ag":511,"ah":511,"ai":15,"aj":31,"ak":3,"al":12000,"am":"1,000","b":8,"c":9.5,"d":"0x","e":"0b2","f":-1,"false":-0.0005,"g":"-0b-1","h":1,"i":10,"j":"_1","k":1,"l":0,"m":0.5,"o":".","p":".e5","q":"._5","r":100000,"s":"1e","t":"0x1p3","u":0,"v":0,"w":0,"x":-0,"y1":0,"z":9223372036854775807}',
  ],
  [
    "a: 2001-12-14t21:59:43.10-05:00\nb: 2001-12-14 21:59:43.10 -5\nc: 2002-12-14\nd: 2001-1-1\ne: !!timestamp 2001-12-14t21:59:43.10-05:00\nf: !!timestamp 2001-12-14 21:59:43.1",
    '{"a":"2001-12-14t21:59:43.10-05:00","b":"2001-12-14 21:59:43.10 -5","c":"2002-12-14","d":"2001-1-1","e":"2001-12-14t21:59:43.10-05:00","f":"2001-12-14 21:59:43.1"}',
  ],
  ["a: !!float 0x1F", '{"a":31}'],
  ["<<: {a: 1}\nb: 2", '{"a":1,"b":2}'],
  ["<<: [{a: 1}, {a: 2, b: 3}]", '{"a":1,"b":3}'],
  ["'<<': {a: 1}", '{"\\u003c\\u003c":{"a":1}}'],
  ["!!merge <<: {a: 1}", '{"a":1}'],
  ["? |\n  block key\n: v", '{"block key\\n":"v"}'],
  ['a: é\né: ü\n"é": 1', '{"a":"é","é":1}'],
  [
    '"日本語": "\\U0001F600 \\N \\_ \\L \\P \\e \\a \\0 \\v"',
    '{"日本語":"😀    \\u2028 \\u2029 \\u001b \\u0007 \\u0000 \\u000b"}',
  ],
  ["- |\n a\n- >\n b\n-   c", '["a\\n","b\\n","c"]'],
  ["a:   \n  b:   \n\n  c:  d  \n", '{"a":{"b":null,"c":"d"}}'],
  ["a: \"x\" # c\nb: 'y'# d\nc: z #e", '{"a":"x","b":"y","c":"z"}'],
  ["a: [b\n  # c\n  , d]", '{"a":["b","d"]}'],
  ["[a, [b, [c, {d: [e]}]]]", '["a",["b",["c",{"d":["e"]}]]]'],
  [
    "a: {b: {c: {d: e}}}\nf: []\ng: {}\nh: \"\"\ni: ''\nj:\nk: ~",
    '{"a":{"b":{"c":{"d":"e"}}},"f":[],"g":{},"h":"","i":"","j":null,"k":null}',
  ],
  ["null", "null"],
  ["5", "5"],
  ['"x"', '"x"'],
  ["- a\n- b", '["a","b"]'],
  ["|\n text", '"text"'],
  ["> \n folded\n text", '"folded text"'],
  ["--- {a: 1}\n--- {b: 2}", '{"a":1}'],
  ["--- # comment\na: 1", '{"a":1}'],
  ["---a: 1", '{"---a":1}'],
  ["a: 1\n---b: 2", '{"---b":2,"a":1}'],
  ["a:\n  - b: c\n    d: e\n  -\n    - f\n    -\n      g: h", '{"a":[{"b":"c","d":"e"},["f",{"g":"h"}]]}'],
  ["a: b, c\nd: [e f, g]\nh: {i j: k l}", '{"a":"b, c","d":["e f","g"],"h":{"i j":"k l"}}'],
];

for (const [text, json] of DOCUMENTS) {
  test(`yamlToJson() reads ${JSON.stringify(text)} as Kubernetes does`, () => {
    const expected = toGoString(json).replaceAll(String.raw`\ufffd`, "\xef\xbf\xbd");
    assert.equal(marshalJson(yamlToJson(toGoString(text))), expected);
  });
}

/** Text, and sigs.k8s.io/yaml's error. */
const BROKEN: readonly (readonly [string, string])[] = [
  ["{u: http://x/y?a=b}", "yaml: did not find expected ',' or '}'"],
  ["? complex\n: value\n? - seq\n: x", 'yaml: invalid map key: []interface {}{"seq"}'],
  ["a: b: c", "yaml: mapping values are not allowed in this context"],
  ["a: b\n c: d", "yaml: line 2: mapping values are not allowed in this context"],
  ["a:\n   b: 1\n  c: 2", "yaml: line 2: did not find expected key"],
  ["key: value\n- item", "yaml: line 1: did not find expected key"],
  ["~: x", 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "x"'],
  ["18446744073709551615: x", 'unsupported map key of type: uint64, key: 0xffffffffffffffff, value: "x"'],
  ["[a]: b", 'yaml: invalid map key: []interface {}{"a"}'],
  ["{a: b}: c", 'yaml: invalid map key: map[interface {}]interface {}{"a":"b"}'],
  ["a: .inf", "json: unsupported value: +Inf"],
  ["a: -.INF\nb: .NaN", "json: unsupported value: -Inf"],
  ["a: !!int x", "yaml: cannot decode !!str `x` as a !!int"],
  ["a: !!timestamp x", "yaml: cannot decode !!str `x` as a !!timestamp"],
  ["%YAML 1.2\n---\na: 1", "yaml: found incompatible YAML document"],
  ["\ta: b", "yaml: found character that cannot start any token"],
  ["a:\n\tb: c", "yaml: line 2: found character that cannot start any token"],
  ["a: |\n\tx", "yaml: line 2: found a tab character where an indentation space is expected"],
  ["a: [1, 2", "yaml: line 1: did not find expected ',' or ']'"],
  ["a: 'x", "yaml: found unexpected end of stream"],
  ['a: "\\q"', "yaml: found unknown escape character"],
  ['a: "\\x4"', "yaml: did not find expected hexdecimal number"],
  ['a: "\\ud800"', "yaml: found invalid Unicode character escape code"],
  ["a: *nope", "yaml: unknown anchor 'nope' referenced"],
  ["a: &a [*a]", "yaml: anchor 'a' value contains itself"],
  ["a: @x", "yaml: found character that cannot start any token"],
  ["a: `x`", "yaml: found character that cannot start any token"],
  ["a: %x", "yaml: found character that cannot start any token"],
  ['a: "b" c', "yaml: did not find expected key"],
  ["a: 'b'c", "yaml: did not find expected key"],
  ["a: [b] c", "yaml: did not find expected key"],
  ["a: {b: c} d", "yaml: did not find expected key"],
  ["a: - b", "yaml: block sequence entries are not allowed in this context"],
  ["a: ? b", "yaml: mapping keys are not allowed in this context"],
  ["- a\nb: c", "yaml: line 1: did not find expected '-' indicator"],
  ["a:\n  - b\n - c", "yaml: line 2: did not find expected key"],
  ["a: -\nb: -x\nc: --- x\nd: ---", "yaml: block sequence entries are not allowed in this context"],
  ["a: |\n  text\n less", "yaml: line 2: did not find expected key"],
  ["a: |\n\n    x\n  y", "yaml: line 3: did not find expected key"],
  ["a: |10\n  x", "yaml: did not find expected comment or line break"],
  ["a: |0\n  x", "yaml: found an indentation indicator equal to 0"],
  ["a: | x\n  y", "yaml: did not find expected comment or line break"],
  ['- "a', "yaml: found unexpected end of stream"],
  ["[,]", "yaml: did not find expected node content"],
  ["[a,,b]", "yaml: did not find expected node content"],
  ["{,}", "yaml: did not find expected node content"],
  ["{ ? a : b, ? c, ? : d }", 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "d"'],
  ["[ ? ]", "yaml: line 1: did not find expected ',' or ']'"],
  ["[? : x]", "yaml: did not find expected ',' or ']'"],
  ["[?, a]", "yaml: did not find expected ',' or ']'"],
  ["[ : x]", "yaml: did not find expected node content"],
  ["{ : x}", "yaml: did not find expected node content"],
  [": a", "yaml: did not find expected key"],
  ["a: b\n: c", "yaml: line 1: did not find expected key"],
  ["x: http://a:b\ny: a::b\nz: ::\nw: a:", "yaml: line 3: mapping values are not allowed in this context"],
  ["- a: b\n  - c", "yaml: line 1: did not find expected key"],
  ["a: !x!y z", "yaml: found undefined tag handle"],
  ["a: !<x", "yaml: did not find the expected '>'"],
  ["a: !a%zz b", "yaml: did not find URI escaped octet"],
  ["a: &a! b", "yaml: did not find expected alphabetic or numeric character"],
  ["a: &", "yaml: did not find expected alphabetic or numeric character"],
  ["a: *", "yaml: did not find expected alphabetic or numeric character"],
  ["a: !!timestamp 2001-02-30", "yaml: cannot decode !!str `2001-02-30` as a !!timestamp"],
  ["a: !!timestamp 2001-12-14T21:59:43", "yaml: cannot decode !!str `2001-12-14T21:59:43` as a !!timestamp"],
  ["a: !!float x", "yaml: cannot decode !!str `x` as a !!float"],
  ["a: !!float 18446744073709551615", "yaml: cannot decode !!int `18446744073709551615` as a !!float"],
  ["a: !!int 1.5", "yaml: cannot decode !!float `1.5` as a !!int"],
  ["a: !!bool 1", "yaml: cannot decode !!int `1` as a !!bool"],
  ["a: !!null 0", "yaml: cannot decode !!int `0` as a !!null"],
  ['a: !!binary "!!"', "yaml: !!binary value contains invalid base64 data"],
  ["<<: 1", "yaml: map merge requires map or sequence of maps as the value"],
  ["<<: [1]", "yaml: map merge requires map or sequence of maps as the value"],
  ["<<: &a [*a]", "yaml: map merge requires map or sequence of maps as the value"],
  ['{"a\\/b": 1}', "yaml: found unknown escape character"],
  ['{"a": "é\\u00e9\\ud83d"}', "yaml: found invalid Unicode character escape code"],
  ["a: b # c\n  d", "yaml: line 1: did not find expected key"],
  ["a: b\n  # c\n  d", "yaml: line 2: did not find expected key"],
  ["a:\n  b\n  c: d", "yaml: line 3: mapping values are not allowed in this context"],
  ['a: "\n--- \n"', "yaml: line 2: found unexpected document indicator"],
  ['a: "\n...\n"', "yaml: line 2: found unexpected document indicator"],
  ["a: !\nb: !!", "yaml: line 2: did not find expected tag URI"],
  [
    "x:\n  y: |\n    {{ .a }}\n    - z\n  w: {{ .b }}",
    'yaml: invalid map key: map[interface {}]interface {}{".b":interface {}(nil)}',
  ],
  ["{{ .a }}: 1", 'yaml: invalid map key: map[interface {}]interface {}{".a":interface {}(nil)}'],
  ["a: {{ .a }}", 'yaml: invalid map key: map[interface {}]interface {}{".a":interface {}(nil)}'],
];

for (const [text, error] of BROKEN) {
  test(`yamlToJson() refuses ${JSON.stringify(text)} as Kubernetes does`, () => {
    assert.equal(errorOf(toGoString(text)).goText(), toGoString(error));
  });
}

/** Bytes that are no text, and sigs.k8s.io/yaml's error. */
const UNREADABLE: readonly (readonly [string, string])[] = [
  ["a: \xff", "yaml: invalid leading UTF-8 octet"],
  ["a: \xc3(", "yaml: invalid trailing UTF-8 octet"],
  ["a: \xc3", "yaml: incomplete UTF-8 octet sequence"],
  ["a: \xe0\x80\x80", "yaml: invalid length of a UTF-8 sequence"],
  ["a: \xed\xa0\x80", "yaml: invalid Unicode character"],
  ["a: \xef\xbf\xbf", "yaml: control characters are not allowed"],
  ["a: \0", "yaml: control characters are not allowed"],
  ["a: \x7f", "yaml: control characters are not allowed"],
  [`a: [\n${"x".repeat(600)}\x01`, "yaml: control characters are not allowed"],
];

for (const [text, error] of UNREADABLE) {
  test(`yamlToJson() refuses the bytes of ${JSON.stringify(text)}`, () => {
    assert.equal(errorOf(text).goText(), error);
  });
}

test("yamlToJson() does not look at unreadable bytes more than 512 bytes behind the document's end", () => {
  assert.equal(marshalJson(yamlToJson(`a: 1\n---\n${" ".repeat(600)}\xff`)), '{"a":1}');
});

test("yamlToJson() counts the lines of its errors from 1", () => {
  assert.equal(errorOf("a: b: c").line, 1);
  assert.equal(errorOf("a: 1\nb: [\n  @").line, 3);
  assert.equal(errorOf("a: 1\nb: *x").line, 2);
  assert.equal(errorOf("a: 1\n- b").line, 2);
});

test("YamlError's message holds nothing of the text", () => {
  for (const text of ["a: *secret", "a: !!int secret", "{secret: 1}: 2", "a: &secret [*secret]"]) {
    assert.doesNotMatch(errorOf(text).message, /secret/);
  }
});

test("yamlToJson() refuses what is nested deeper than its limit, aliases followed", () => {
  assert.equal(errorOf("[".repeat(2000)).problem, "depthExceeded");
  assert.equal(errorOf("- ".repeat(2000)).problem, "depthExceeded");
  const limits = { depth: 10, nodes: 1000 };
  const chain = "a: &a [[[[1]]]]\nb: &b [[[[*a]]]]\nc: [[[[*b]]]]";
  assert.throws(() => yamlToJson(chain, limits), { problem: "depthExceeded" });
});

test("yamlToJson() refuses what has more values than its limit", () => {
  const limits = { depth: 100, nodes: 1000 };
  assert.throws(() => yamlToJson("- x\n".repeat(1000), limits), { problem: "nodesExceeded" });
  assert.doesNotThrow(() => yamlToJson("- x\n".repeat(999), limits));
  assert.throws(() => yamlToJson(`a: &a [${"x,".repeat(600)}]\nb: *a`, limits), { problem: "nodesExceeded" });
});

test("yamlToJson() refuses a text that is for the most part aliases", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const lists = names.map(
    (name, at) =>
      `${name}: &${name} [${Array.from({ length: 10 }, () => (at === 0 ? "x" : `*${names[at - 1] ?? ""}`)).join(",")}]`,
  );
  assert.throws(() => yamlToJson(lists.join("\n")), { problem: "aliasesExcessive" });
});

test("yamlToJson() keeps __proto__ as a key like any other", () => {
  assert.equal(
    marshalJson(yamlToJson("__proto__: {a: 1}\nconstructor: 2")),
    '{"__proto__":{"a":1},"constructor":2}',
  );
});

function errorOf(text: string): YamlError {
  try {
    yamlToJson(text);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "the text was read" });
}
