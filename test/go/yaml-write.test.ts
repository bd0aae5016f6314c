import assert from "node:assert/strict";
import { test } from "node:test";

import { fromGoString, toGoString } from "../../src/go/bytes.ts";
import { TooLongError } from "../../src/go/too-long-error.ts";
import { YamlError } from "../../src/go/yaml-error.ts";
import { jsonToYaml } from "../../src/go/yaml-write.ts";

/** JSON, and what sigs.k8s.io/yaml 1.6.0 with go-yaml 2.4.4 makes of it; undefined where it fails. */
const VALUES: readonly (readonly [json: string, yaml: string | undefined])[] = [
  ["{}", "{}\n"],
  ["[]", "[]\n"],
  ['""', '""\n'],
  ["null", "null\n"],
  ["5", "5\n"],
  ['"x"', "x\n"],
  ['"a\\nb"', "|-\n  a\n  b\n"],
  ['"a\\n\\n"', "|+\n  a\n\n"],
  ['{"a":{},"b":[],"c":null,"d":""}', 'a: {}\nb: []\nc: null\nd: ""\n'],
  ['[[],{},[[1],[{"a":[2]}]]]', "- []\n- {}\n- - - 1\n  - - a:\n      - 2\n"],
  ['{"a":[1,[2,{"b":[3]}]],"b":{"c":[]}}', "a:\n- 1\n- - 2\n  - b:\n    - 3\nb:\n  c: []\n"],
  [
    '["true","y","No","on","~","null","1","-1","0x1F","0o7","1_000","1e3",".5","-.inf",".NaN","1:20","190:20:30.5","2020-01-02","2020-01-02T03:04:05Z","2020-13-02","<<","=","0b1","08"]',
    '- "true"\n- "y"\n- "No"\n- "on"\n- "~"\n- "null"\n- "1"\n- "-1"\n- "0x1F"\n- "0o7"\n- "1_000"\n- "1e3"\n- ".5"\n- "-.inf"\n- ".NaN"\n- "1:20"\n- "190:20:30.5"\n- "2020-01-02"\n- "2020-01-02T03:04:05Z"\n- 2020-13-02\n- <<\n- =\n- "0b1"\n- "08"\n',
  ],
  [
    '["a: b","a:","a:b",": a",":a","- a","-a","-","?","? a","#a","a #b","a#b","---","--- a","...x","[a","a]","{a","\'a","\\"a","%a","@a","`a","!a","&a","*a","|","> a",",a","a,b"]',
    "- 'a: b'\n- 'a:'\n- a:b\n- ': a'\n- :a\n- '- a'\n- -a\n- '-'\n- '?'\n- '? a'\n- '#a'\n- 'a #b'\n- a#b\n- '---'\n- '--- a'\n- '...x'\n- '[a'\n- a]\n- '{a'\n- '''a'\n- '\"a'\n- '%a'\n- '@a'\n- '`a'\n- '!a'\n- '&a'\n- '*a'\n- '|'\n- '> a'\n- ',a'\n- a,b\n",
  ],
  [
    '[" a","a "," ","a  b","\\ta","a\\tb","a\\rb","a\\u00a0b","a\\u2028b","\\ufeffab","\\ue000"]',
    "- ' a'\n- 'a '\n- ' '\n- a  b\n- \"\\ta\"\n- \"a\\tb\"\n- \"a\\rb\"\n- a b\n- 'a   b'\n- \"\\uFEFF\\x61\\x62\"\n- \n",
  ],
  [
    '["😀","é😀","\\u0000","\\u0007\\b\\u000b\\f\\u001b","日本","\\\\ and \\"quotes\\" \'single\'","it\'s: x"]',
    '- "\\U0001F600"\n- "é\\U0001F600"\n- "\\0"\n- "\\a\\b\\v\\f\\e"\n- 日本\n- \\ and "quotes" \'single\'\n- \'it\'\'s: x\'\n',
  ],
  [
    '["\\n","\\n\\n","\\na","a\\n","a\\n\\n"," a\\nb","a\\n b","a \\nb","a\\nb ","a\\n\\nb\\n","\\n \\n","a\\r\\nb\\n","a\\n\\u2028","# c\\nk: v\\n","a\\tb\\nc"]',
    '- |2+\n\n- |2+\n\n\n- |2-\n\n  a\n- |\n  a\n- |+\n  a\n\n- |2-\n   a\n  b\n- |-\n  a\n   b\n- "a \\nb"\n- "a\\nb "\n- |\n  a\n\n  b\n- "\\n \\n"\n- "a\\r\\nb\\n"\n- |+\n  a\n - |\n  # c\n  k: v\n- "a\\tb\\nc"\n',
  ],
  [
    '{"k":"a\\nb\\n","l":{"m":" a\\n  b"},"n":["x\\ny\\n\\n"]}',
    'k: |\n  a\n  b\nl:\n  m: |2-\n     a\n      b\n"n":\n- |+\n  x\n  y\n\n',
  ],
  [
    '{"multi\\nline":1,"a\\u2028b":2,"":3," ":4,"tab\\t":5}',
    "\"\": 3\n' ': 4\n? 'a   b'\n: 2\n? |-\n  multi\n  line\n: 1\n\"tab\\t\": 5\n",
  ],
  [
    '{"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk":1,"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk":[1],"lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll":{"a":1}}',
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: 1\n? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n: - 1\n? lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll\n: a: 1\n",
  ],
  [
    '{"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk":1}',
    "? kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\n: 1\n",
  ],
  [
    '{"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk":1}',
    undefined,
  ],
  [
    '{"t":"word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word","u":["word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word"],"q":"# word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word","d":"\\t word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word","s":"two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces","n":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","p":"é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é"}',
    'd: "\\t word word word word word word word word word word word word word word word\n  word word word word word word word word word word word word word word word"\n"n": xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\np: é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é é\n  é é é é é é é é é é é é é é é é é é é é é\nq: \'# word word word word word word word word word word word word word word word word\n  word word word word word word word word word word word word word word\'\ns: two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces two  spaces\n  two  spaces two  spaces two  spaces two  spaces two  spaces\nt: word word word word word word word word word word word word word word word word\n  word word word word word word word word word word word word word word\nu:\n- word word word word word word word word word word word word word word word word\n  word word word word word word word word word word word word word word\n',
  ],
  [
    '{"a1":0,"a10":0,"a9":0,"a":0,"A":0,"b":0,"_a":0,"a_1":0,"a-1":0,"1":0,"10":0,"9":0,"é":0,"B2":0,"a01":0}',
    '_a: 0\n"1": 0\n"9": 0\n"10": 0\nA: 0\nB2: 0\na: 0\na-1: 0\na_1: 0\na1: 0\na01: 0\na9: 0\na10: 0\nb: 0\né: 0\n',
  ],
  [
    '{"v1.10":0,"v1.9":0,"v1.09":0,"v01":0,"x100":0,"x010":0,"x99999999999999999999":0,"x1":0}',
    "v1.9: 0\nv1.09: 0\nv1.10: 0\nv01: 0\nx1: 0\nx010: 0\nx100: 0\nx99999999999999999999: 0\n",
  ],
  [
    "[0,-0,1.5,1e21,1e+20,100000000000000000000,18446744073709551615,18446744073709551616,9223372036854775808,-9223372036854775808,-9223372036854775809,1e-7,0.000001,123456789.125,1e6,1e400,5e-324]",
    "- 0\n- 0\n- 1.5\n- 1e+21\n- 1e+20\n- 1e+20\n- 18446744073709551615\n- 1.8446744073709552e+19\n- 9223372036854775808\n- -9223372036854775808\n- -9.223372036854776e+18\n- 1e-07\n- 1e-06\n- 1.23456789125e+08\n- 1e+06\n- 1e400\n- 5e-324\n",
  ],
];

for (const [json, yaml] of VALUES) {
  test(`jsonToYaml() writes as go-yaml v2 does: ${json.slice(0, 60)}`, () => {
    assert.equal(written(json), yaml);
  });
}

function written(json: string): string | undefined {
  try {
    return fromGoString(jsonToYaml(toGoString(json)));
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

for (const text of ["\u007f", "a\u009fb", "\uffff"]) {
  test(`jsonToYaml() refuses ${JSON.stringify(text)}, which go-yaml cannot read`, () => {
    assert.throws(() => jsonToYaml(toGoString(`["${text}"]`)), YamlError);
  });
}

test("jsonToYaml() reads NEL in a string as a line end, which becomes a space", () => {
  assert.equal(written('"a\u0085b"'), "a b\n");
});

test("jsonToYaml() stops where indentation makes too much text", () => {
  const json = "[".repeat(200) + "[1]" + ",[2]".repeat(1000) + "]".repeat(200);
  assert.throws(() => jsonToYaml(json, 100_000), TooLongError);
});
