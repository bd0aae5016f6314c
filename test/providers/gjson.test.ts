import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { WorkBudget } from "../../src/ground/work-budget.ts";
import { fromGoString, toGoString } from "../../src/go/bytes.ts";
import { GjsonLimitError } from "../../src/providers/gjson-evaluation.ts";
import { getJson } from "../../src/providers/gjson.ts";

function textAt(json: string, path: string): string | undefined {
  const value = getJson(toGoString(json), toGoString(path));
  return value === undefined ? undefined : fromGoString(value.text());
}

/** Expected texts are what tidwall/gjson v1.18.0 gives; undefined is what does not exist there. */
type Expected = string | undefined;

const DOCUMENTS = {
  people:
    '{"name":{"first":"Tom","last":"Anderson"},"age":37,"children":["Sara","Alex","Jack"],"fav.movie":"Deer Hunter","friends":[{"first":"Dale","last":"Murphy","age":44,"nets":["ig","fb","tw"]},{"first":"Roger","last":"Craig","age":68,"nets":["fb","tw"]},{"first":"Jane","last":"Murphy","age":47,"nets":["ig","tw"]}]}',
  numbers:
    '{"i":5432,"big":12345678901234567890,"neg":-0,"lead":007,"f":1.50,"e":1e3,"nz":-0.0,"small":1e-9,"huge":1e400,"tiny":1e-400,"u":1_000,"plus":+1.50,"dot":.5,"nan":NaN,"inf":Inf,"hex":0x1F,"bad":1e,"prec":9007199254740993.0}',
  strings:
    '{"esc":"a\\n\\t\\"\\\\\\/\\u00e9","pair":"\\ud83d\\ude00","lone":"\\ud83d","eats":"\\ud83d\\u0041","keeps":"\\ud83dA","bad":"a\\xb","html":"<a>&","json":"{\\"in\\":1}","raw":"a\tb","cut":"a\\u00","empty":"","null":null,"t":true,"f":false}',
  dup: '{"o":{"x":1},"o":{"y":2},"a":1,"a":2,"ab":{"k":1},"ac":{"z":3}}',
  names:
    '{"#":1,"1":"one","@x":"at","@this":"t","a.b":"dot","a*":"star","a|b":"pipe","":"nothing","\\u0061z":"az","é":"e","!true":"bang","k\\"q":"quote","{":"brace"}',
  list: '[{"a":1,"b":[1,2]},{"a":2},{"b":[3]},"x",null,true,4.50]',
  truth:
    '[{"v":true},{"v":1},{"v":"1"},{"v":"T"},{"v":"yes"},{"v":0},{"v":""},{"v":"F"},{"v":null},{},{"v":false},{"v":{}}]',
  nested:
    '{"a":[[1,2],[3,[4,5]],[],6],"b":[{"c":[{"d":1},{"d":2}]},{"c":[{"d":3}]}],"g":{"id":["1","2"],"val":[3,4,5]}}',
  space: ' { "b" : [ 1 , 2 ] , "a" : { "x" : "y z" } } ',
} as const;

const PATHS: readonly (readonly [keyof typeof DOCUMENTS, string, Expected])[] = [
  ["people", "name.last", "Anderson"],
  ["people", "name", '{"first":"Tom","last":"Anderson"}'],
  ["people", "age", "37"],
  ["people", "children", '["Sara","Alex","Jack"]'],
  ["people", "children.#", "3"],
  ["people", "children.1", "Alex"],
  ["people", "child*.2", "Jack"],
  ["people", "c?ildren.0", "Sara"],
  ["people", "fav\\.movie", "Deer Hunter"],
  ["people", "fav.movie", undefined],
  ["people", "friends.#.first", '["Dale","Roger","Jane"]'],
  ["people", "friends.1.last", "Craig"],
  ["people", 'friends.#(last=="Murphy").first', "Dale"],
  ["people", 'friends.#(last=="Murphy")#.first', '["Dale","Jane"]'],
  ["people", "friends.#(age>45)#.last", '["Craig","Murphy"]'],
  ["people", 'friends.#(first%"D*").last', "Murphy"],
  ["people", 'friends.#(first!%"D*").last', "Craig"],
  ["people", 'friends.#(nets.#(=="fb"))#.first', '["Dale","Roger"]'],
  ["people", 'friends.#(nets.#(=="xx"))#', "[]"],
  ["people", "friends.#(age=1).first", undefined],
  ["people", 'friends.#(last="Murphy")#|#', "2"],
  ["people", 'friends.#(last="Murphy")#|0.first', "Dale"],
  ["people", "friends.#.age|@reverse", "[47,68,44]"],
  ["people", "friends.#[age>=68].first", "Roger"],
  ["people", "children.3", undefined],
  ["people", "children.-1", undefined],
  ["people", "children|@reverse", '["Jack","Alex","Sara"]'],
  ["people", "children.@reverse.0", "Jack"],
  ["people", "children|@join", "{}"],
  ["people", "friends.@join", '{"first":"Jane","last":"Murphy","age":47,"nets":["ig","tw"]}'],
  ["people", "friends.#.nets", '[["ig","fb","tw"],["fb","tw"],["ig","tw"]]'],
  ["people", "friends.#.nets.#", "[3,2,2]"],
  ["people", "friends.#.nets|0", '["ig","fb","tw"]'],
  ["people", "friends.#.nets.0", '["ig","fb","ig"]'],
  ["people", "{name.first,age}", '{"first":"Tom","age":37}'],
  ["people", '{"n":name.first,age,missing}', '{"n":"Tom","age":37}'],
  ["people", "[name.first,age,missing]", '["Tom",37]'],
  ["people", '{name.first,"x":friends.#.first}.x.1', "Roger"],
  ["people", "name.@keys", '["first","last"]'],
  ["people", "name|@values", '["Tom","Anderson"]'],
  ["people", "name.@tostr", '{"first":"Tom","last":"Anderson"}'],
  ["people", "@this.age", "37"],
  ["people", "@keys.#", "5"],
  ["people", "@dig:first", '["Tom","Dale","Roger","Jane"]'],
  ["people", "@dig:nets.0", '["ig","fb","ig"]'],
  ["people", "friends.#(age>100)", undefined],
  ["people", "friends.#(age>100)#", "[]"],
  ["people", "friends.#()#.age", "[]"],
  ["people", "friends.#(name)#", "[]"],
  ["people", 'friends.0.nets.#(%"f*")', "fb"],
  ["people", '!"lit"', "lit"],
  ["people", '{age,"k":!"v"}', '{"age":37,"k":"v"}'],
  ["people", "name.first.x", undefined],
  ["people", "Name", undefined],
  ["people", "name..first", undefined],
  ["people", "name.", undefined],
  ["people", "name|", undefined],
  ["people", 'friends.#(last=="Mur', undefined],
  ["people", 'friends.#(last=="Murphy"#', undefined],
  ["people", "@this|age", "37"],
  ["people", "@nope", undefined],
  ["people", "@valid|age", "37"],
  ["people", "@ugly.age", "37"],
  ["people", "friends.#(age!=44)#.first", '["Roger","Jane"]'],
  ["people", "friends.#(age<=47)#.first", '["Dale","Jane"]'],
  ["people", 'friends.#(first>"J")#.first', '["Roger","Jane"]'],
  ["people", "friends.18446744073709551616.first", "Dale"],
  ["people", "friends.01.first", "Roger"],
  ["people", "*.first", "Tom"],
  ["people", "*", '{"first":"Tom","last":"Anderson"}'],
  ["people", "?ge", "37"],
  ["people", "n*.l*t", "Anderson"],
  ["people", 'children.#(!="Sara")', "Alex"],
  ["people", 'children.#(>"J")#', '["Sara","Jack"]'],
  ["people", "friends.#.first.#", "[]"],
  [
    "people",
    "friends.#.{first,age}",
    '[{"first":"Dale","age":44},{"first":"Roger","age":68},{"first":"Jane","age":47}]',
  ],
  ["people", "friends.#.[first,age]", '[["Dale",44],["Roger",68],["Jane",47]]'],
  ["people", "friends.#(age>45)#.{first}", '[{"first":"Roger"},{"first":"Jane"}]'],
  ["people", "[friends.#.first,children]|@flatten", '["Dale","Roger","Jane","Sara","Alex","Jack"]'],
  ["people", "friends.@reverse.0.first", "Jane"],
  ["people", 'friends.@flatten:{"deep":true}.#', "3"],
  ["numbers", "i", "5432"],
  ["numbers", "big", "12345678901234567890"],
  ["numbers", "neg", "-0"],
  ["numbers", "lead", "007"],
  ["numbers", "f", "1.5"],
  ["numbers", "e", "1000"],
  ["numbers", "nz", "-0"],
  ["numbers", "small", "0.000000001"],
  ["numbers", "huge", "+Inf"],
  ["numbers", "tiny", "0"],
  ["numbers", "u", "1000"],
  ["numbers", "plus", "1.5"],
  ["numbers", "dot", "5"],
  ["numbers", "nan", "NaN"],
  ["numbers", "inf", "+Inf"],
  ["numbers", "hex", "0"],
  ["numbers", "bad", "0"],
  ["numbers", "prec", "9007199254740992"],
  ["numbers", "@keys.#", "18"],
  ["numbers", "@values|@join", "{}"],
  ["strings", "esc", 'a\n\t"\\/é'],
  ["strings", "pair", "😀"],
  ["strings", "lone", "�"],
  ["strings", "eats", "�"],
  ["strings", "keeps", "�A"],
  ["strings", "bad", "a"],
  ["strings", "html", "<a>&"],
  ["strings", "json", '{"in":1}'],
  ["strings", "json.in", undefined],
  ["strings", "json.@fromstr.in", "1"],
  ["strings", "raw", "a\tb"],
  ["strings", "cut", "a"],
  ["strings", "empty", ""],
  ["strings", "null", ""],
  ["strings", "t", "true"],
  ["strings", "f", "false"],
  ["strings", "null.x", undefined],
  ["strings", "json|@fromstr|in", "1"],
  ["strings", "html.@tostr", '"<a>&"'],
  ["strings", "lone.@tostr", '"\\ud83d"'],
  ["strings", "esc.@this", 'a\n\t"\\/é'],
  ["strings", "null.@this", ""],
  ["strings", "t.@keys", "[null]"],
  ["strings", "t.@values", "[true]"],
  ["strings", "{html}", '{"html":"<a>&"}'],
  ["strings", "[null,t]", "[null,true]"],
  ["strings", "@valid", undefined],
  ["dup", "o", '{"x":1}'],
  ["dup", "o.y", "2"],
  ["dup", "o.x", "1"],
  ["dup", "a", "1"],
  ["dup", "a*.k", "1"],
  ["dup", "a*.z", "3"],
  ["dup", "*.z", "3"],
  ["dup", "@keys", '["o","o","a","a","ab","ac"]'],
  ["dup", "@join", '{"o":{"x":1},"o":{"y":2},"a":1,"a":2,"ab":{"k":1},"ac":{"z":3}}'],
  ["dup", "@values.#", "6"],
  ["names", "#", "1"],
  ["names", "1", "one"],
  ["names", "@x", "at"],
  [
    "names",
    "@this",
    '{"#":1,"1":"one","@x":"at","@this":"t","a.b":"dot","a*":"star","a|b":"pipe","":"nothing","\\u0061z":"az","é":"e","!true":"bang","k\\"q":"quote","{":"brace"}',
  ],
  ["names", "\\@this", "t"],
  ["names", "a\\.b", "dot"],
  ["names", "a.b", undefined],
  ["names", "a\\*", "star"],
  ["names", "a*", "dot"],
  ["names", "a\\|b", "pipe"],
  ["names", "a|b", undefined],
  ["names", "", "nothing"],
  ["names", "az", "az"],
  ["names", "é", "e"],
  ["names", "!true", "true"],
  ["names", "\\!true", "bang"],
  ["names", 'k"q', "quote"],
  ["names", "{", "brace"],
  ["names", "\\{", "brace"],
  ["names", "?", "1"],
  ["names", "", "nothing"],
  ["list", "#", "7"],
  ["list", "0.a", "1"],
  ["list", "#.a", "[1,2]"],
  ["list", "#.b", "[[1,2],[3]]"],
  ["list", "#.b.0", "[1,3]"],
  ["list", "#.b|0", "[1,2]"],
  ["list", "#.b.#", "[2,1]"],
  ["list", "1", '{"a":2}'],
  ["list", "3", "x"],
  ["list", "6", "4.5"],
  ["list", "4", ""],
  ["list", "5", "true"],
  ["list", "7", undefined],
  ["list", "#(a=2).a", "2"],
  ["list", "#(a)#", '[{"a":1,"b":[1,2]},{"a":2}]'],
  ["list", "#(b.#(=3)).b", "[3]"],
  ["list", '#(="x")', "x"],
  ["list", "#(=true)", "true"],
  ["list", "#(>4)", "x"],
  ["list", "@reverse", '[4.50,true,null,"x",{"b":[3]},{"a":2},{"a":1,"b":[1,2]}]'],
  ["list", "@this.0", '{"a":1,"b":[1,2]}'],
  ["list", "..#", "1"],
  ["list", "..0", '[{"a":1,"b":[1,2]},{"a":2},{"b":[3]},"x",null,true,4.50]'],
  ["list", "@flatten", '[{"a":1,"b":[1,2]},{"a":2},{"b":[3]},"x",null,true,4.50]'],
  ["list", "@join", '{"a":2,"b":[3]}'],
  ["list", "#.@this", '[{"a":1,"b":[1,2]},{"a":2},{"b":[3]},"x",null,true,4.50]'],
  ["list", "#.a.@this", "[1,2]"],
  ["list", "{0.a,1.a}", '{"a":1,"a":2}'],
  ["list", "0.{a,b}", '{"a":1,"b":[1,2]}'],
  ["list", "a", undefined],
  ["list", "#(a>0)#.a|@reverse", "[2,1]"],
  ["list", "#(a==1)#.b.0", "[1]"],
  ["truth", "#(v==~true)#|#", "4"],
  ["truth", "#(v==~false)#|#", "5"],
  ["truth", "#(v==~null)#|#", "2"],
  ["truth", "#(v==~*)#|#", "11"],
  ["truth", "#(v!=~true)#|#", "8"],
  ["truth", "#(v!=~*)#|#", "1"],
  ["truth", "#(v==~x)#|#", "0"],
  ["truth", "#(v=~true)#", '[{"v":true},{"v":1},{"v":"1"},{"v":"T"}]'],
  ["truth", "#(v)#|#", "11"],
  ["truth", "#(v>~false)#|#", "0"],
  ["nested", "a.@flatten", "[1,2,3,[4,5],6]"],
  ["nested", 'a.@flatten:{"deep":true}', "[1,2,3,4,5,6]"],
  ["nested", "a.#", "4"],
  ["nested", "a.#.0", "[1,3]"],
  ["nested", "a.1.1.0", "4"],
  ["nested", "b.#.c.#.d", "[[1,2],[3]]"],
  ["nested", "b.#.c.#.d|@flatten", "[1,2,3]"],
  ["nested", "b.#.c|0", '[{"d":1},{"d":2}]'],
  ["nested", "g.@group", '[{"id":"1","val":3},{"id":"2","val":4},{"val":5}]'],
  ["nested", "g.@group|0", '{"id":"1","val":3}'],
  ["nested", "g.@keys", '["id","val"]'],
  ["nested", "b.@dig:d", "[1,2,3]"],
  ["nested", "@dig:d", "[1,2,3]"],
  ["nested", "@dig:#(d=2)", '[{"d":2}]'],
  ["nested", "a.@reverse", "[6,[],[3,[4,5]],[1,2]]"],
  ["nested", "b|@reverse|0", '{"c":[{"d":3}]}'],
  ["nested", "g.@tostr.@fromstr.val", "[3,4,5]"],
  ["nested", "@dig:#", "[4,2,2,2,0,2,2,1,2,3]"],
  ["nested", "g.@join", '{"id":["1","2"],"val":[3,4,5]}'],
  ["nested", "[b.#.c,a.0]|@flatten", '[[{"d":1},{"d":2}],[{"d":3}],1,2]'],
  ["nested", 'g|{id.0,"v":val.2}', '{"0":"1","v":5}'],
  ["space", "b", "[ 1 , 2 ]"],
  ["space", "a", '{ "x" : "y z" }'],
  ["space", "a.x", "y z"],
  ["space", "@ugly", '{"b":[1,2],"a":{"x":"y z"}}'],
  ["space", "@pretty", '{\n  "b": [1, 2],\n  "a": {\n    "x": "y z"\n  }\n}\n'],
  ["space", '@pretty:{"sortKeys":true}', '{\n  "a": {\n    "x": "y z"\n  },\n  "b": [1, 2]\n}\n'],
  [
    "space",
    '@pretty:{"indent":"\\t","width":0}',
    '{\n\t"b": [\n\t\t1,\n\t\t2\n\t],\n\t"a": {\n\t\t"x": "y z"\n\t}\n}\n',
  ],
  [
    "space",
    '@pretty:{"prefix":" ","width":5}',
    '{\n   "b": [\n     1,\n     2\n   ],\n   "a": {\n     "x": "y z"\n   }\n }\n',
  ],
  ["space", "a.@pretty", '{\n  "x": "y z"\n}\n'],
  ["space", "b.@pretty", "[1, 2]\n"],
  ["space", "@this", '{ "b" : [ 1 , 2 ] , "a" : { "x" : "y z" } } '],
  ["space", "@valid", '{ "b" : [ 1 , 2 ] , "a" : { "x" : "y z" } } '],
  ["space", "@keys", '["b","a"]'],
  ["space", "@reverse", '{"a":{ "x" : "y z" },"b":[ 1 , 2 ]}'],
  ["space", "a|@ugly", '{"x":"y z"}'],
  ["space", "b.@ugly", "[1,2]"],
];

for (const [name, path, expected] of PATHS) {
  test(`getJson() follows ${JSON.stringify(path)} in ${name} as gjson does`, () => {
    assert.equal(textAt(DOCUMENTS[name], path), expected);
  });
}

const ODD: readonly (readonly [string, string, Expected])[] = [
  ["", "a", undefined],
  ["", "@keys", "[]"],
  ["", "[a]", "[]"],
  ["x", "@this", undefined],
  ["5", "@this", "5"],
  ['"s"', "@this", "s"],
  ["null", "@this", ""],
  ["tru", "@this", "true"],
  ["-", "@this", "-"],
  ["[", "#", "0"],
  ["[1,2", "#", "2"],
  ["[1,2", "1", "2"],
  ['["a', "#", undefined],
  ['[{"a":"b', "#", undefined],
  ['{"a":{"b":1}', "a", '{"b":1}'],
  ['{"a":1', "a", "1"],
  ['garbage{"a":1}', "a", "1"],
  ['{"a":1}junk', "a", "1"],
  ['{"a":tru}', "a", "true"],
  ['{"a":nul}', "a", ""],
  ['{"a":nope}', "a", "0"],
  ['{"a" 1}', "a", "1"],
  ["{a:1}", "a", undefined],
  ["{'a':1}", "a", undefined],
  ['{"a":[1 2]}', "a.1", "2"],
  ['{"a":[1,]}', "a.#", "1"],
  ['{"a":[1,]}', "a.#.b", "[]"],
  ["[1,2]x", "@reverse", "[2,1]"],
  ["[1 2 3]", "@reverse", "[3,2,1]"],
  ['{"a":1 "b":2}', "@keys", '["a","b"]'],
  ['{"a":[1]"b":2}', "@values", "[[1]]"],
  ['{"a":}', "a", undefined],
  ['{"a":,"b":2}', "a", "b"],
  ['{"a":"x\ny"}', "a", "x\ny"],
  ['{"a":"x\\\ny"}', "a", "x"],
  ['{"a":1}\n{"a":2}', "..1.a", "2"],
  ['{"a":1}\n{"a":2}', "..#", "2"],
  ['{"a":1}\n{"a":2}', "..#.a", "[1,2]"],
  ['{"a":1}\n{"a":2}', "..#(a=2).a", "2"],
  ['{"a":1}\n{"a":2}', "a", "1"],
  ['{"a":[1,2}', "a", "[1,2}"],
  ['{"a":(1,2),"b":3}', "b", "3"],
  ['{"a":[1},"b":2]}', "a", "[1}"],
  ['{"a":[1],"a":{"#(x)#":null}}', "a.#(x)#", "null"],
  ['﻿{"a":1}', "a", "1"],
  ["[01,1.0,1_0]", "#(=10)", "10"],
  ['[1,1.0,"1"]', "#(=1)#", '[1,1.0,"1"]'],
  ['["a","A"]', '#(%"?")#', '["a","A"]'],
  ['["aé","ab"]', '#(%"a?")#', '["aé","ab"]'],
  ['["a*b"]', '#(%"a\\*b")', undefined],
  ['{"ab":1,"a*b":2}', "a\\*b", "2"],
  ['{"axxb":1}', "a*b", "1"],
  ['{"axxb":1}', "*x*b", "1"],
  ['{"a":{"b":{"c":1}}}', "*.*.*", "1"],
  ['{"a":1}', "a|@this|@this", "1"],
  ['{"a":"[1,2]"}', "a.@fromstr|#", "2"],
  ['{"a":1}', "@tostr", '{"a":1}'],
  ['[{"a":1},{"b":2},{"a":3}]', "@join", '{"a":3,"b":2}'],
  ['[{"a":1},{"b":2},{"a":3}]', '@join:{"preserve":true}', '{"a":1,"b":2,"a":3}'],
  ["[1,[2],[3,[4]]]", "@flatten", "[1,2,3,[4]]"],
  ["[1,[ 2 ],[],[3,[4]]]", '@flatten:{"deep":true}', "[1,2,3,4]"],
  ['{"a":[1,2],"b":[3]}', "@group", '[{"a":1,"b":3},{"a":2}]'],
  ["[1]", "@group", undefined],
  ['{"a":1}', '!{"b":2}.b', "2"],
  ['{"a":1}', "!true", "true"],
  ['{"a":1}', "!False", undefined],
  ['{"a":1}', "!nan", "NaN"],
  ['{"a":1}', "!xx", undefined],
  ['{"a":1}', '{"b":a,"c":a}', '{"b":1,"c":1}'],
  ['{"a":1}', "{a,a}", '{"a":1,"a":1}'],
  ['{"a":{"b":1}}', "{a.b}", '{"b":1}'],
  ['{"a":{"b":1}}', "{a|b}", '{"b":1}'],
  ['{"a":[1]}', "{a.#}", '{"_":1}'],
  ['{"a":[1]}', '{a.0,"x<":a}', '{"0":1,"x<":[1]}'],
  ['{"a":1}', "[a,b]x", undefined],
  ['{"a":1}', "[a", undefined],
  ['{"":1}', "[a", "1"],
  ['{"a":1}', "@this:x", '{"a":1}'],
  ['{"a":1}', "@this:x|a", "1"],
  ['{"a":1}', "@this.a.b", undefined],
  ['{"a":1}', "@keys:", '["a"]'],
  ['{"a":[{"b":1},{"b":2}]}', "a.#.b|1", "2"],
  ['{"a":[{"b":1},{"b":2}]}', "a.#(b=2)|b", "2"],
  ['{"a":[{"b":1},{"b":2}]}', "a.#|b", undefined],
  ['{"a":[{"b":{"c":"x.y"}}]}', 'a.#(b.c="x.y").b.c', "x.y"],
  ['{"a":[{"n":"q\\"q"}]}', 'a.#(n="q\\"q").n', 'q"q'],
];

for (const [json, path, expected] of ODD) {
  test(`getJson() follows ${JSON.stringify(path)} in ${JSON.stringify(json)} as gjson does`, () => {
    assert.equal(textAt(json, path), expected);
  });
}

/** Drawn at random from malformed texts and paths, with what gjson gives. */
const DRAWN: readonly (readonly [string, string, Expected])[] = [
  ['{"é":[],"name": "tab\there"}', "@flatten|@group:(a|b)", "[]"],
  ['[{"', "a", undefined],
  [
    '{"first":+1,"b":"\\ud83d\\ude00","c":t ,"b":[ {"name":true,"a.b":\t{"ab" ',
    "@ugly:",
    '{"first":+1,"b":"\\ud83d\\ude00","c":t,"b":[{"name":true,"a.b":{"ab" ',
  ],
  ['[{} ,"b",2,"[b', '#(!null.!xx|#(*a*b*%"a\\"b")#!"a\\"b")', "b"],
  ['[]\n[{"日":-5.0,"age":\ninf,"a.b"  :tru},{"name":1_000\n}]\n[0x1F,{}]', "age.#(*)", undefined],
  ["nu", "@tostr", "nu"],
  ['{"ab":-1,  ""é :1}', "..#(a)", undefined],
  ['{"a*":{}\t}', "..#", "1"],
  ['[[123456]8901234567890],"ab",[],"1"]', '@join:{"deep":true}', "{}"],
  ["{}", "#(#)#|c", undefined],
  ["]", "@valid|@values", "[]"],
  [
    '{"c":[\r\n],"a":"yes"\t,\t"":{"a.b"\n:{"c":9007199254740993.0}}}',
    '@pretty:{"sortKeys":true}',
    '{\n  "": {\n    "a.b": {\n      "c": 9007199254740993.0\n    }\n  },\n  "a": "yes",\n  "c": []\n}\n',
  ],
  ['{"age":{"a":[{},{}],"b"  :1e-400,"b":[12345689.123456789', "@group:@this.@valid.1", "[]"],
  ['[0x1F,"\\u2028",1e-400]', "first.0|@group", undefined],
  ['{"a":1,"c":[{ "c":[0,"\\\\",1.5, 10],"a.b" :\n"\\""}] }', "#(*==)).@values", "[]"],
  ["{}", "#(*>=~true).name", undefined],
  ['{"1":nan}', "@dig:#(a)", "[]"],
  ["\u0000", "@fromstr.@keys", "[]"],
  ['{"first":900719925470993.0}', 'first|@values:{"sortKeys":true,"width":5}', "[900719925470993.0]"],
  ['{"a":  NaN,"name"\n:[]}', '@this:{"deep":true}|@values|0', "NaN"],
  ['{"ab":[],"name":"Murphy"}', '@pretty:{"indent":"\\t"}', '{\n\t"ab": [],\n\t"name": "Murphy"\n}\n'],
  ["[]", "@keys:name.b|@keys", "[]"],
  ["[]", "@valid", "[]"],
  ['{"c" :{},\n"first":[],"日":"\\u00e9"}', '@keys:{"sortKeys":true}|@join:|@pretty:@this', "{}\n"],
  ['{"', '@pretty:{"sortKeys":true,"width":5}', '{\n  ": \n'],
  ['[[\n[] ],\t[],\r\n[[],{},.5],"\\ud83d"]', "@values", '[[\n[] ],\t[],\r\n[[],{},.5],"\\ud83d"]'],
  ['{"nae":123456{8901234567890}', "..#.a", "[]"],
  ['{"b": "a\\u0001b","abc":1{} []}', '@pretty:{"width":-1}', '{\n  "b": "a\\u0001b",\n  "abc": 1{\n}\n'],
  ["fals", "@dig:name", "[]"],
  ['[1e3,\t0x1F,t,"0"\\', "@pretty:@this.1|@tostr", '[1e3, 0x1F, true, "\\\n'],
  ["{}", "{k:..#}", '{"k":1}'],
  ['{"ab-":"yes" ,"c"\t:\n"\\ud83d"}', '@pretty:{"deep":true}', '{\n  "ab-": "yes",\n  "c": "\\ud83d"\n}\n'],
  ['{"k\\"q":"f","a":""}', "a*", ""],
  [
    '[{"c":0,"a":{\t"name":1e21}  ,"\\u0061":"T"},{}]',
    '@pretty:{"deep":"t"',
    '[\n  {\n    "c": 0,\n    "a": {\n      "name": 1e21\n    },\n    "\\u0061": "T"\n  },\n  {}\n]\n',
  ],
  ["[-,1.5]", "0", "-"],
  ['{"c":.5,"a.b":[1e,\r\n{}], "b" :[\t{}],"abc":\r\n"{\\"in\\":1}"}', "*", "5"],
  ["{", "[]", "[]"],
  ['{"abc":  007\n,"name": NaN,"b" :"Hello"}', "@values:name.1", '[007,NaN,"Hello"]'],
  ["[", "[*b|\\a.c|#,*b]", "[]"],
  ['"{\\"in\\":1}"\n"[1,2]"\n1e21', "@dig:age", "[]"],
  ['[{},"<a>&" ,{}\r\n,2] {"abc":10,"abc":false,"a?c)"  :47\n, "a*":', "@dig:first", "[]"],
  ["[1]", "@valid:*", "[1]"],
  ["[]", '#(1>"~true")#', "[]"],
  ['{"ame":{"last":fal}}', "a.#(a?.#(ab.?.0<=~false)#|1=)#|age", undefined],
  ['{"ab":{"ab":t,"abc":{},\n"a.b":{  }},"ab"  :1e,"age":"[1,2]","1":nul}', "?", ""],
  ["{}", '@pretty:{"prefix":" ","sortKeys":1}', "{}\n"],
  ['3\n{}\n"true"', '@pretty:{"width":0}', "3"],
  ["{}", "#|#|@tostr:", undefined],
  ['n\n{"é"  :{"b":tru,"first" :1e3}\r\n,"age"  :{}}\n"\\ud83d\\ude00"', "#[a==abc]#", undefined],
  ['{"c":3}', "@values.@this:*", "[3]"],
  ['[")es"]', 'name.#(first.?.name>="]")|c', undefined],
  [
    '{"a.b":inf,"first":{"ab":[[],"\\u12",\nInf\n,[2,nul,nul]],"first":\n[["a\\u0001b"\t]],"n',
    "@values|#",
    undefined,
  ],
  [
    '{"a|b":"f","c": {\r\n"c":null,"first":["é"],"first":"\\/"},\n"c":"\\ud83dA"}',
    '@fromstr.@valid:{"sortKeys":true}',
    '{"a|b":"f","c": {\r\n"c":null,"first":["é"],"first":"\\/"},\n"c":"\\ud83dA"}',
  ],
  ["{}", "{}", "{}"],
  ["[\r\n]", "..0", "[\r\n]"],
  ['[{"b":]"1"} ]', '@pretty:{"preserve":true}', '[\n  {\n    "b": "1"\n  },\n  \n'],
  [
    '[{\t"a":null,"name":47,"c":{"b":1e3,"c":.5}}]',
    "@flatten:.@dig|@tostr",
    '[{\t"a":null,"name":47,"c":{"b":1e3,"c":.5}}]',
  ],
  ["{}", "@this", "{}"],
  ['{"age":"abc"}', '{"k":a?.1.a?.#}', "{}"],
  ["true", "@keys.#.@keys", "[[null]]"],
  ["{}", "@valid:a.b", "{}"],
  ['{"a.b":{"x":{"b":{"\\u0061" :"<a>&",\n"age":1e3},"a.b":-}},"a":[],"age":1e3, "a.b":+1}', "[first]", "[]"],
  ["fals", "@this.a.a", undefined],
  [
    '{"first"  :[true]\n,"ab":{"first" :\r\n-  }}',
    '@this:{"width":20}',
    '{"first"  :[true]\n,"ab":{"first" :\r\n-  }}',
  ],
  ["{}", "@dig:a", "[]"],
  ['{"name":"ÿ" },1{"b":inf,"name":12345678901234567890,"abc":1e21,"ab"  :1.5}', "0.@values:name", "[]"],
  ["{ }", "@fromstr:name", "{ }"],
  ['{"name":"b"}', '@tostr:{"deep":"t"', '{"name":"b"}'],
  ['"n', "@tostr.@reverse", '"n'],
  ["{}", "..#(a)#", "[]"],
  [
    '{"c":{"c":10 ,"age":[{},{"a":-0.0,"a[*":1e,"ab":-},{"a?c":"ÿ"}]}, "b":"","name":[],"abc":"abc"}',
    "@dig:*",
    '[{"c":10 ,"age":[{},{"a":-0.0,"a[*":1e,"ab":-},{"a?c":"ÿ"}]},10 ,-0.0,"ÿ"]',
  ],
  ["{}", '?|@ugly:{"prefix":" ","sortKeys":1}', undefined],
  ["[]é", '@values:{"indent":"\\t"}', "[]é"],
  ['{"a|b":1e21}', "..1", undefined],
  ["[]", "@dig:c", "[]"],
  ["1-0 0", '@keys|@valid:{"width":20}', "[null]"],
  ["[t+(t", '#(first!="é?")#', "[]"],
  ['{"!tru\\"e":0x1F,"abc":47,"a.b":1.5}', "@group", "[]"],
  ["][{", '@pretty:{"width":20}', "[\n  {\n"],
  [
    '{ "age":"\\","b" :{""\n:"a","first":false}}',
    "@pretty",
    '{\n  "age": "\\",",\n  " :{": "\n:",\n  ",": false,\n  ":false}}: \n',
  ],
  [
    '["tab(here" ] {"a.b":3,"c":"\\/",\u0000"b":1.5,"b":""}',
    '{#(b%%"Mur*")#.#(@x.\\a.*.b!="ab*"),k:1.!true}',
    '{"_":[]}',
  ],
  ["{}", '@dig:{"sortKeys":true,"width":5}', "[{}]"],
  ['{"#":[ ],"\\ud83d\\ude00":"","ab"\t:[\n]}', '[a?|#.a*.@this,!{"a":11}.\\@this.ab,\\a]', "[[]]"],
  ['"b"', '[#(1%"]").b.b,a|#[b==""]#.ab.2]', "[]"],
  ["{ }", "@this:.1.@reverse", "{ }"],
  ["{}", "@reverse.@this:*.1", "{}"],
  ['{\t"abc":[],"name":[{}\r\n,{\r\n"a":t,"age"\n:', "@flatten.#", undefined],
  ["{ }", "@this.age.age", undefined],
  ['[[{"age":{"first":nul,"first":1_000}}],\tnul,"é","T"]', "name.#(b==2)|0", undefined],
  ["{}", "@flatten", "{}"],
  ["[t,ti", "#(ab.#.\\a|0)#.#.age", "[]"],
  ['[{"abc":{"k\\"q":  ', "#", "1"],
  [
    '[[{"@keys":[NaN]},{"name":"true",\t"c":\tfalse ,"a":"Hello","b":"\\n"}  ,{}],"\\x"]',
    "age.first.a.a*",
    undefined,
  ],
  ['{"age":1\n,"a.b":n}', "#|@keys.#.0", "[]"],
  ["{}", "..first.first.?.1", undefined],
  ['"\\ud83d\\ude00{x{"name":"true","abc":0,"+a*"  :47}', "1|@this.#(#==1).{é:#.ab,@values}", undefined],
  ["[]", "#[*.#!NaN]#.a.\\a", "[]"],
  ["{ ", '@dig:{"sortKeys":true,"width":5}.[?.a?].x', undefined],
  ['{\n"b":[],"c":"\\u0000","@keys":"\\u0000"\n}', '!"a".b|', "a"],
  ['{"abc":"\\/","a.b"\n:NaN,"a":{"a*":12345678901234567890,"age" :n}}', "age.a?", undefined],
  ['{"ab":"tab\there",  "first":"\\/"}', "first", "/"],
  ['{"abc":1e400}', "a*.first.name.#", undefined],
  ["{}", "#(fNirst.name.#(>*)#.ab)#", undefined],
  ["{ }", "@keys:first.a.日x", "[]"],
  ["{}", '[].#(age="é?")#.?', "[]"],
  ['{"a":null,"b":123456t89.123456789\r\n}', "#(a<=*).ab", undefined],
  ["[]", '#[name%%"]"]#.a?.c.#', "[]"],
  ['123456789.1234i6789"f"\n-5.0', "@this:name", "0"],
  ['"日本"\n3\n[  é', '!"x"]', "x"],
  ['{"first":2\t,\r\n"age":"\\ud83dA","age":-1,"abc":\r\nt} [true,.5]', "ab.ab.*b", undefined],
  ["{}}", "1", undefined],
  ['{"name"\t:nul,"first":.5\n}', "!xx", undefined],
  ["", "#(a?).18446744073709551616|", undefined],
  [
    '{"ab":{},"name":[{"a":null,"\\ud83d\\ud00":{"namx":-0.0,"first":47},"first":1e2',
    "a.@fromstr.{1.ab}",
    "{}",
  ],
  ["[1.50,fals]", "@reverse", "[fals,1.50]"],
  ["true", "0.a*.*", undefined],
  ["[]", "{}.@nope", undefined],
  ['{"c":"abc""name":-1}', "age|\\a.0", undefined],
  ['[{"b":{"abc":{"name":Inf,"a"  :1e21 },"a":"<a>&"},"age":fals }]', "2", undefined],
  [
    '[  1_000,"f",nan,[{},{},{"b":{"a":1e21,"a.b":false,"ab":n} ,"c":{\r\n"a.b": 10,"ab":3},"a":nul}]]',
    "#(a.b%%10)#.name|age.0",
    "[]",
  ],
  ['[007,[], {"c":[1_000,0x1F,\ntrue,{"": 2,"abc":-5.0}]\r\n}]', "@dig|@keys:#.a.a\\", "[null]"],
  ['{"c":[[]],"abc":{"ab":[{"a.b":"true","abc":1.50},inf,{}\r\n,[\n0,n]\t]},"a":"日本"}', "c", "[[]]"],
  ['{"k\\"q":[],"ab"\t:[],"b": "ab"}', "b.a?.a?.@ugly", undefined],
  ["[+1\t,-,fals,-5.0]\n0\n{  }", "a.#(a* == null).#(b%2#|*", undefined],
  ['{"name":{}  ,"b":123456789.123456789,"ab"\t:true}', "ab", "true"],
  ['{"ab,c":{},"name":n,"abc":Inf,"a.b":\n{"abc":"x","c":10}}', "éa.0.\\a", undefined],
  ["{}", 'a?|@pretty|!"x"]', "x"],
  ["{}", "nam+e.{}", "{}"],
  ['{"first":{"name":taN,"1abc":{}}}', "2.*b", undefined],
  ['{"age":1.50},1-1', "!-1.50", "-1.5"],
  ['{"1":[]},1{"a":0}', "a*.{}", "{}"],
  ['{"abc":{"é":[] ,"ab":1_000}}\n', '!"x"', "x"],
  ["", '#(#=="é?").@valid:[1].c', undefined],
  ['{"age":', "[].@pretty", "[]\n"],
  ["1.5\nt\n[[  1e400,inf,tru]]", "1.@values:2.@nope:a.a.namex", "[]"],
  [
    '{"{":{"age"  : {},"c":1e3 ,"a":{"a.b"\r\n:{},"name":-5.0}}\t,"name":"\\u12",\t"b":{}\r\n,"":[]}',
    "@ugly",
    '{"{":{"age":{},"c":1e3 ,"a":{"a.b":{},"name":-5.0}},"name":"\\u12","b":{},"":[]}',
  ],
  [
    '{"name":inf}\nnull\n{"{":{"first":-0.0,\t"\\u0061":007,"c":+1},"first":[],"first": [0x1F,1e],"abc":.5}',
    "?.*",
    undefined,
  ],
  ['{"@keys":["" ,[ ]],"first":1e-400,"b":"{\\"in\\":1}","last":["0"\n]}', "#(0)#", undefined],
  ['[\\\\d83d" ,"a', "a*.b.#", undefined],
  [
    '{\t"a": NaN, "a.b":[],"ab":[[{"a.b"\n:1.50,"b":\t1.50,"ab":NaN}],\r\n"\\ud83d\\u0041"]\r\n,"a|b":3\n}',
    "b.@values",
    "[]",
  ],
  ['{"name":\r\n1e3\t,"c":[],\n"c":{ }}', "*.a\\.1", undefined],
  ["\u0000{}", "#.[#[%%~true]#.#[a==2].a|a,#].#", "0"],
  ['{"c":[],"a":"T","first":{"a":{}},"abc":[]}', "ab.#.,?", undefined],
  ['{\n"age":1e3  }', "#([1%~x)#|0", undefined],
  ["{}", "[2]", "[]"],
  ['[{},{},\r\n{"ab"\r\n:[\t{\n"c":1e21,\n"].b" :1.5\t,"a.b":-\t "name":NaN},{', "2.@keys", '["ab"]'],
  ["{}\n{}e-400", 'age.!"x".\\a.a*', undefined],
  ['[3 ,[{"a"\r\n:"1"} ]]', '\\a|*b.!".#[1=~x]#', undefined],
  ['[{"a":\n{"b"\n:{},"b":3,"age":007,  "b":1e21},\n"a.b":10,"a": []}]', '#.2|!{"a":1}', '{"a":1}'],
  ['{"age" x{},\n"ab": "\\\\"}', "!-1.50.[@this.age.[.#,#(first == ~x)].1", "0"],
  ['{"first":"ab"}', "#[a.b>=true.!nan", undefined],
  ["[]", "#(a.b)#", "[]"],
  ['{"a"\r\n:{"ab":null,"a.b":true },"abc":\nnull}', "#.#.#[#(1).name.{}]|", undefined],
  ['{"age":"abc","ab"  :  t ,"a.b" :{\r\n"a.b" :""}}', "1.name", undefined],
  ['{"name":"\\ud83d"}', '!"a".b.@join.2.@group', "a"],
  ['{i"ia].b":true,  "b":n}', "@ugly:a.b.ab.@keys", '{i"ia].b":true,"b":n}'],
  ["{}", '!"x"].a', "x"],
  ["{}", 'b.{"a<b":1}', "{}"],
  [
    '{"first"\n:{"a\\\\"\r\n:{},"age":\t"tab\there","a.b":[{"k\\"q":"x"}]\r\n},"b":\n{},"b":{},"abc":"T"}',
    "a*.#.a.first",
    undefined,
  ],
  [
    '[{"ab":null},{"abc":"ab","first":\n{"a":NaN,"name":{\r\n"name":007,"a?c":-1},"ab":{}}}]',
    "#.first.a*",
    "[NaN]",
  ],
  ['{"first":t,"b":{},\r\n"x":true}', 'a*|[a.#(b),#(name>=1_000)#].#(0<="a\\"b")#', "[]"],
  ["[]", "?.\\a", undefined],
  ['{"a\\\\":{\n"b":"true","b":null}}', "[a?.#.#,*.#(a.bNaN),0.*.*b.b.#(a.b%))", "[]"],
  ['["yes", "tab\there"]', '..#(#[#%%"a\\"b"]<2)#.ab.a?', "[]"],
  ["{}", "{\\a.a*|#(a)#,@keys:..1.@fromstr,name.[]}.*.#", "0"],
  ['{"name" :1e100}', "first.2.a*", undefined],
  ['[ {"name":"b","a.b":10},{}]', "age.age.name", undefined],
  ['{"c":  {"age":1 },"name"  :null}', "!xx.#(name10)#.ab", undefined],
  ["{}", "*a*b*.#(0!~x).\\a", undefined],
  ['["]ab",1e,[],{"age":1,"abc"\u00001e21,"ab" :.5}]', "#(#.age|a*<=NaN)#x", "[]"],
  ['{"ab":null}', "*b.2", undefined],
  ['[3,1e-400,tru,"0"]', "@nope.#[age<false]#", undefined],
  ["{}", "#[a=true]#.0", undefined],
  ['[ \\"]', "0.\\a", undefined],
  ["[", "#[..?]#.#|age", "[]"],
  [
    '{"b":12345678901234567890,"a.b":[{"name":{"age":n},"first":nul,"c":{\t}}],"age":[ ],"\\u0061":true}',
    "![1,2,3] ",
    "[1,2,3]",
  ],
  ['{{first":{"age":{  },"age":007', '{..\\a ,"k":b}', "{}"],
  ["{  }", "ab.c", undefined],
  ["{}", "[.#(b%%47)", undefined],
  ["[]", "age.#(a)", undefined],
];

for (const [index, [json, path, expected]] of DRAWN.entries()) {
  test(`getJson() agrees with gjson on drawn pair ${index}`, () => {
    assert.equal(textAt(json, path), expected);
  });
}

const ENDLESS: readonly (readonly [string, string, string])[] = [
  ["lists that are copied twice again and again", "[1,2,3]", Array(60).fill("[@this,@this]").join("|")],
  ["digging inside of digging", '{"a":'.repeat(60) + "1" + "}".repeat(60), "@dig:".repeat(12) + "a"],
  [
    "a path of many thousand parts",
    '{"a":'.repeat(3000) + "1" + "}".repeat(3000),
    Array(3000).fill("a").join("."),
  ],
  ["deep flattening of a deep list", "[".repeat(5000), '@flatten:{"deep":true}'],
  ["pretty printing of a deep list", "[".repeat(5000), "@pretty"],
  ["multipaths inside of multipaths", "{}", "[".repeat(3000)],
  ["a path that is longer than any", "{}", "a".repeat(70_000)],
  ["many stars in a name", `{"${"a".repeat(3000)}":1}`, "*a".repeat(20) + "b"],
];

for (const [what, json, path] of ENDLESS) {
  test(`getJson() gives up on ${what} instead of running without end`, () => {
    try {
      textAt(json, path);
    } catch (error) {
      assert.ok(error instanceof GjsonLimitError);
    }
  });
}

/** Whose limit a look-up passes; undefined where it passes none. */
function limitOf(json: string, path: string, budget?: WorkBudget): string | undefined {
  try {
    getJson(toGoString(json), toGoString(path), budget);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof GjsonLimitError);
    return error.whose;
  }
}

const REFUSED: readonly (readonly [string, string, string])[] = [
  ["39 times @tostr on seven bytes", '{"a":1}', `${"@tostr|".repeat(39)}a1`],
  ["copies of seven bytes in copies", '{"a":1}', Array(60).fill("[@this,@this]").join("|")],
  [
    "digging in what was dug in 300 objects",
    `${'{"a":'.repeat(300)}1${"}".repeat(300)}`,
    "@dig:a.@dig:a.@dig:a.b",
  ],
];

for (const [what, json, path] of REFUSED) {
  test(`getJson() refuses ${what} by the path's own limit`, () => {
    assert.equal(limitOf(json, path), "path");
  });
}

test("getJson() counts what @tostr writes before it is made", () => {
  const json = `"${"<".repeat(300)}"`;
  assert.equal(limitOf(json, "@tostr", new WorkBudget(2000)), "run");
  assert.equal(limitOf(json, "@tostr", new WorkBudget(3000)), undefined);
  assert.equal(limitOf(json, "@valid", new WorkBudget(2000)), undefined);
});

test("getJson() takes the work of every look-up from the budget that they share", () => {
  const budget = new WorkBudget(100_000);
  const path = `${"@tostr|".repeat(9)}a`;
  assert.equal(limitOf('{"a":1}', path), undefined);
  const outcomes = Array.from({ length: 100 }, () => limitOf('{"a":1}', path, budget));
  const allowed = outcomes.indexOf("run");
  assert.ok(allowed > 1);
  assert.ok(outcomes.slice(allowed).every((whose) => whose === "run"));
  assert.equal(limitOf('{"a":1}', "a", budget), "run");
});

test("getJson() follows a path of more pipes than values may be nested", () => {
  assert.equal(textAt('{"a":1}', `${"@this|".repeat(510)}a`), "1");
});

test("getJson() is not limited in what sensible paths take of a long list", () => {
  const list = `[${Array.from({ length: 50_000 }, (_, index) => `{"n":${index}}`).join(",")}]`;
  assert.equal(textAt(list, "#(n==49999)#.n"), "[49999]");
  assert.equal(textAt(list, "#.n|@reverse|0"), "49999");
  assert.equal(textAt(list, "@dig:n|@flatten|#"), "50000");
});

const piece = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "0",
    "#",
    "*",
    "?",
    ".",
    "|",
    ":",
    "@this",
    "@keys",
    "@dig:",
    "@pretty",
    "@flatten",
  ),
  fc.constantFrom(
    "#(",
    "#[",
    ")",
    "]",
    "[",
    "{",
    "}",
    ",",
    '"',
    "\\",
    "!",
    "=",
    "%",
    "~true",
    " ",
    "1",
    "null",
  ),
);
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));

test("getJson() never throws anything but GjsonLimitError", () => {
  fc.assert(
    fc.property(text, text, (json, path) => {
      try {
        textAt(json, path);
      } catch (error) {
        assert.ok(error instanceof GjsonLimitError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("getJson() finds every member of a valid object by its escaped name", () => {
  const name = fc.string({ minLength: 1, unit: "grapheme-ascii" });
  fc.assert(
    fc.property(name, fc.jsonValue(), (key, value) => {
      const json = JSON.stringify({ [key]: value });
      const path = key.replaceAll(/[^A-Za-z0-9_]/g, "\\$&");
      assert.equal(getJson(toGoString(json), toGoString(path))?.exists, true);
    }),
  );
});
