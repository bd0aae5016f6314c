import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";

import { goStringOfBytes } from "../../src/go/bytes.ts";
import { compileRegexp, quoteMeta, RegexpError } from "../../src/go/regexp.ts";

/** Expression, input, and Go's FindStringSubmatchIndex. */
const SUBMATCHES: readonly (readonly [string, string, readonly number[] | undefined])[] = [
  ["a(b)?(c)?", "xac", [1, 3, -1, -1, 2, 3]],
  ["(?P<k>[a-z]+)=(?P<v>.*)", "key=value", [0, 9, 0, 3, 4, 9]],
  ["^$", "", [0, 0]],
  ["a*", "baaac", [0, 0]],
  ["(a|ab)(c|bcd)(d*)", "abcd", [0, 4, 0, 1, 1, 4, 4, 4]],
  ["(?i)stra\xc3\x9fe", "STRASSE Stra\xc3\x9fe", [8, 15]],
  ["(?i)k", "\xe2\x84\xaa", [0, 3]],
  ["\xc3\xa9(.)", "a\xc3\xa9\xe4\xb8\xadb", [1, 6, 3, 6]],
  ["(.)", "\xff", [0, 1, 0, 1]],
  ["[^a]+", "a\xff\xfeb", [1, 4]],
  ["\xef\xbf\xbd+", "x\xff\xef\xbf\xbd", [1, 5]],
  ["\\bfoo\\b", "a foo.", [2, 5]],
  ["(?m)^b$", "a\nb\nc", [2, 3]],
  ["b$", "a\nb\n", undefined],
  ["a.b", "a\nb", undefined],
  ["(?s)a.b", "a\nb", [0, 3]],
  ["a+?", "aaa", [0, 1]],
  ["(?U)a+", "aaa", [0, 1]],
  ["\\Qa.b\\E+", "a.bbb", [0, 5]],
  ["[[:alpha:]_]+\\d", "1ab_2", [1, 5]],
  ["\\pL+", "1\xc3\xa9\xe4\xb8\xad9", [1, 6]],
  ["\\p{greek}+", "a\xce\xb1\xce\xb2\xce\xb3", [1, 7]],
  ["\\p{Lowercase_Letter}+", "ABcD", [2, 3]],
  ["\\P{^Lu}", "aB", [1, 2]],
  ["(?P<n>a)(?P<n>b)", "ab", [0, 2, 0, 1, 1, 2]],
  ["[]a]+", "x]a]", [1, 4]],
  ["x*", "\xf0\x9f\x98\x80x", [0, 0]],
  ["(|a)+", "aaa", [0, 0, 0, 0]],
  ["nothing", "else", undefined],
  ["\xf0\x9f\x98\x80{2}", "a\xf0\x9f\x98\x80\xf0\x9f\x98\x80b", [1, 9]],
];

/** Expression, input, number of matches, and Go's FindAllString. */
const ALL: readonly (readonly [string, string, number, readonly string[]])[] = [
  ["a*", "baaac", -1, ["", "aaa", ""]],
  ["", "\xc3\xa9\xe4\xb8\xad", -1, ["", "", ""]],
  ["a|", "ab", -1, ["a", ""]],
  ["\\w*", " ab c", -1, ["", "ab", "c"]],
  ["a", "aaaa", 2, ["a", "a"]],
  ["a", "aaaa", 0, []],
  ["^", "ab", -1, [""]],
  ["\\b", "ab cd", -1, ["", "", "", ""]],
  [".", "\xff\xc3\xa9\xc3", -1, ["\xff", "\xc3\xa9", "\xc3"]],
  ["x*", "\xf0\x9f\x98\x80", -1, ["", ""]],
  ["(?m)^", "a\nb\n", -1, ["", "", ""]],
  ["[0-9]+", "a1b22", 5, ["1", "22"]],
  ["z", "abc", -1, []],
  ["b*", "abbb", -1, ["", "bbb"]],
];

/** Expression, input, replacement, and Go's ReplaceAllString and ReplaceAllLiteralString. */
const REPLACED: readonly (readonly [string, string, string, string, string])[] = [
  ["(.*)", "foo", "new-$1", "new-foo", "new-$1"],
  ["a*", "baac", "-", "-b-c-", "-b-c-"],
  ["a*", "baac", "<$0>", "<>b<aa>c<>", "<$0>b<$0>c<$0>"],
  ["(a)(b)?", "ab a", "$2$1", "ba a", "$2$1 $2$1"],
  ["(?P<first>\\w+) (?P<last>\\w+)", "Ada Lovelace", "${last}, $first", "Lovelace, Ada", "${last}, $first"],
  ["a(x*)b", "-ab-axxb-", "$1W", "---", "-$1W-$1W-"],
  ["a(x*)b", "-ab-axxb-", "${1}W", "-W-xxW-", "-${1}W-${1}W-"],
  ["a", "a", "$$1", "$1", "$$1"],
  ["a", "a", "$", "$", "$"],
  ["a", "a", "$-", "$-", "$-"],
  ["a", "a", "${1", "${1", "${1"],
  ["a", "a", "${}", "${}", "${}"],
  ["a", "a", "${a-b}", "${a-b}", "${a-b}"],
  ["(a)", "a", "$01", "", "$01"],
  ["(a)", "a", "${0}1", "a1", "${0}1"],
  ["(a)", "a", "$1_x", "", "$1_x"],
  ["(a)", "a", "[$\xc3\xa9]", "[]", "[$\xc3\xa9]"],
  ["(a)", "a", "$10", "", "$10"],
  ["(a)", "a", "$1.$2", "a.", "$1.$2"],
  ["(a)", "a", "$1$", "a$", "$1$"],
  ["(?P<1a>a)", "a", "$1a!", "a!", "$1a!"],
  ["(?P<n>a)|(?P<n>b)", "ab", "[$n]", "[a][b]", "[$n][$n]"],
  ["", "ab", "-", "-a-b-", "-a-b-"],
  ["$", "ab", "!", "ab!", "ab!"],
  ["^", "ab", "!", "!ab", "!ab"],
  ["\xc3\xa9", "a\xc3\xa9b", "\xff", "a\xffb", "a\xffb"],
  [".", "\xffa", "<$0>", "<\xff><a>", "<$0><$0>"],
  ["\\s+", " a  b ", "_", "_a_b_", "_a_b_"],
  ["(a)", "a", "$999999999", "", "$999999999"],
  ["(a)", "a", "$1234567890", "", "$1234567890"],
  ["x", "abc", "$1", "abc", "abc"],
];

/** Expression, input, number of pieces, and Go's Split. */
const SPLIT: readonly (readonly [string, string, number, readonly string[]])[] = [
  [",", "a,b,c", -1, ["a", "b", "c"]],
  [",", "a,b,c", 2, ["a", "b,c"]],
  [",", "a,b,c", 1, ["a,b,c"]],
  [",", "a,b,c", 0, []],
  [",", "", -1, [""]],
  ["", "", -1, []],
  ["", "abc", -1, ["a", "b", "c"]],
  ["", "abc", 2, ["a", "bc"]],
  ["a*", "baaac", -1, ["b", "c"]],
  [",", ",a,", -1, ["", "a", ""]],
  ["x", "abc", -1, ["abc"]],
  ["[,;] *", "a, b;c", -1, ["a", "b", "c"]],
  [".", "\xc3\xa9\xff", -1, ["", "", ""]],
  ["$", "ab", -1, ["ab"]],
  ["^", "ab", -1, ["ab"]],
  ["a", "aaa", -1, ["", "", "", ""]],
];

/** Expressions that Go refuses. */
const REFUSED: readonly string[] = [
  "(?=a)",
  "(?<=a)",
  "(?!a)",
  "\\1",
  "(a",
  "a)",
  "[a",
  "a**",
  "*a",
  "a{1001}",
  "(a{100}){11}",
  "a{2,1}",
  "\\",
  "\\8",
  "\\C",
  "\\Z",
  "\\\xc3\xa9",
  "\\u0041",
  "[b-a]",
  "[[:foo:]]",
  "\\p{Foo}",
  "\\p{Emoji}",
  "\\p{Old_Italic}",
  "\\p\xc3\xa9",
  "(?P<n",
  "(?P<>a)",
  "(?P<a-b>a)",
  "(?P=n)",
  "(?x)a",
  "(?i-)a",
  "\xff",
  "(".repeat(1000) + ")".repeat(1000),
];

describe("regexp", () => {
  test("findSubmatchIndex() gives Go's byte offsets", () => {
    for (const [source, s, expected] of SUBMATCHES) {
      assert.deepEqual(compileRegexp(source).findSubmatchIndex(s), expected, source);
      assert.equal(compileRegexp(source).match(s), expected !== undefined, source);
    }
  });

  test("findAll() ignores an empty match right behind a match", () => {
    for (const [source, s, n, expected] of ALL)
      assert.deepEqual(compileRegexp(source).findAll(s, n), expected, source);
  });

  test("replaceAll() expands groups as Go does, replaceAllLiteral() does not", () => {
    for (const [source, s, replacement, expanded, literal] of REPLACED) {
      const regexp = compileRegexp(source);
      assert.equal(regexp.replaceAll(s, replacement), expanded, `${source} ${replacement}`);
      assert.equal(regexp.replaceAllLiteral(s, replacement), literal, `${source} ${replacement}`);
    }
  });

  test("split() gives Go's pieces", () => {
    for (const [source, s, n, expected] of SPLIT)
      assert.deepEqual(compileRegexp(source).split(s, n), expected, source);
  });

  test("compileRegexp() refuses what Go refuses, and its error does not hold the expression", () => {
    for (const source of REFUSED) assert.throws(() => compileRegexp(source), RegexpError, source);
    assert.throws(
      () => compileRegexp("hunter2("),
      (error: Error) => !error.message.includes("hunter2"),
    );
  });

  test("groupNames are SubexpNames, of which several may be one name", () => {
    const names = compileRegexp("(a)(?P<n>b)(?:c)(?<n>[(?P<x>]d)\\Q(?P<y>\\E\\((?i)(?P<1z>e)").groupNames;
    assert.deepEqual(names, ["", "", "n", "n", "1z"]);
    assert.deepEqual(compileRegexp("(a)(b)").groupNames, ["", "", ""]);
  });

  test("find() and findIndex() give undefined where nothing matches, and an empty match where one is", () => {
    assert.deepEqual(
      [compileRegexp("x").find("a"), compileRegexp("x").findIndex("a")],
      [undefined, undefined],
    );
    assert.deepEqual([compileRegexp("x*").find("a"), compileRegexp("x*").findIndex("a")], ["", [0, 0]]);
  });

  test("findAllSubmatchIndex() gives -1 for groups without part", () => {
    assert.deepEqual(compileRegexp("(a)|(b)").findAllSubmatchIndex("ab", -1), [
      [0, 1, 0, 1, -1, -1],
      [1, 2, -1, -1, 1, 2],
    ]);
  });

  test("quoteMeta() escapes every operator, so that any text matches itself", () => {
    assert.equal(
      quoteMeta("a.b*c\\[x]{1}(y)|^$+?-_/"),
      "a\\.b\\*c\\\\\\[x\\]\\{1\\}\\(y\\)\\|\\^\\$\\+\\?-_/",
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const s = goStringOfBytes(new TextEncoder().encode(text));
        assert.deepEqual(compileRegexp(`^(?:${quoteMeta(s)})$`).findIndex(s), [0, s.length]);
      }),
    );
  });

  test("split() pieces and findAll() matches together are the input", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom("[a-p]+", "\\W", "[^\\x00-\\x7f]", "\\d+?"),
        (bytes, source) => {
          const s = goStringOfBytes(bytes);
          const regexp = compileRegexp(source);
          const matches = [...regexp.findAll(s, -1), ""];
          const pieces = s === "" ? [""] : regexp.split(s, -1);
          assert.equal(pieces.map((piece, index) => piece + (matches[index] ?? "")).join(""), s);
        },
      ),
    );
  });

  test("matching takes linear time", () => {
    assert.equal(compileRegexp("^(a*)*(a|aa)+b$").match(`${"a".repeat(20_000)}cb`), false);
    assert.equal(compileRegexp("^(x+x+)+y$").find(`${"x".repeat(20_000)}zy`), undefined);
  });
});

describe("charging", () => {
  test("Regexp charges matches that read on to the end as often as they do", () => {
    const [half, whole] = [500, 1000].map((length) => workOf(".*y|x", "x".repeat(length)));
    assert.ok(half !== undefined && whole !== undefined);
    assert.ok(whole > 1000 * 500, `${whole} are less than each pair of characters`);
    assert.ok(whole > 3 * half, `${whole} are not nearly four times ${half}`);
  });

  test("Regexp charges nothing but the matches where each goes on behind the last", () => {
    const s = "key=value, ".repeat(1000);
    assert.equal(workOf("[a-z]+=[a-z]+", s), 1000 * workOf("key", "key"));
  });

  test("Regexp ends matching where charge throws", () => {
    const regexp = compileRegexp("x.*y|x");
    const s = "x".repeat(1_000_000);
    assert.throws(() => regexp.replaceAll(s, "z", refuse), RangeError);
    assert.throws(() => regexp.findAll(s, -1, refuse), RangeError);
    assert.throws(() => regexp.split(s, -1, refuse), RangeError);
    assert.deepEqual(regexp.findAll("xxy", -1), ["xxy"]);
  });
});

/** The work that replacing all matches is charged as. */
function workOf(source: string, s: string): number {
  let sum = 0;
  compileRegexp(source).replaceAll(s, "z", (work) => (sum += work));
  return sum;
}

function refuse(): never {
  throw new RangeError("enough");
}
