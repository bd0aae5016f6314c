import type { GoString } from "../../src/go/bytes.ts";
import { toGoString } from "../../src/go/bytes.ts";
import { renderTemplate } from "../../src/template/engine.ts";
import type { RandomSource } from "../../src/template/seeded-random.ts";
import type { FuncMap } from "../../src/template/values.ts";

const TEXTS: Readonly<Record<string, string>> = {
  a: "a",
  text: "first line\n  second: line # é 😀\n",
  long: "word ".repeat(13_000),
  json: '{"a":[1,2.5,{"b":null}],"list":["x","y"],"n":1e300,"s":"\\u2028<>&"}',
  yaml: "a: &x {b: 1, c: [y, NO, 0644]}\nd: *x\n? [k]\n: |\n  text\n",
  bomb: 'a: &a ["x","x","x"]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n',
  number: "12345678901234567890",
  list: Array.from({ length: 500 }, (_, index) => `item-${index}`).join(","),
};

/** Data that finds what functions cannot take: long and odd texts, bytes, a certificate and its key. */
export function fuzzData(funcs: FuncMap, random: RandomSource): ReadonlyMap<GoString, GoString> {
  const render = (text: string): GoString =>
    renderTemplate({ name: "data", text, data: new Map(), funcs, random });
  const key = '{{ $k := genPrivateKey "ecdsa" }}';
  return new Map([
    ...Object.entries(TEXTS).map(([name, text]) => [name, toGoString(text)] as const),
    ["bytes", "\xff\xfe\x00\x80abc\xc3"],
    ["key", render(`${key}{{ $k }}`)],
    ["pem", render(`${key}{{ (genSelfSignedCertWithKey "a" nil (list "a.example") 365 $k).Cert }}`)],
  ]);
}
