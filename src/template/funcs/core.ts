import type { FuncMap } from "../values.ts";
import { BUILTIN } from "./builtin.ts";
import { CASE_FUNCS } from "./cases.ts";
import { DECIMAL_FUNCS } from "./decimals.ts";
import { DEFAULT_FUNCS } from "./defaults.ts";
import { DICT_FUNCS } from "./dicts.ts";
import { ENCODING_FUNCS } from "./encoding.ts";
import { JSON_FUNCS } from "./json.ts";
import { LIST_FUNCS } from "./lists.ts";
import { NUMBER_FUNCS } from "./numbers.ts";
import { PATH_FUNCS } from "./paths.ts";
import { QUOTE_FUNCS } from "./quotes.ts";
import { REFLECTION_FUNCS } from "./reflection.ts";
import { SEQUENCE_FUNCS } from "./sequences.ts";
import { SPLIT_FUNCS } from "./splitting.ts";
import { STRING_FUNCS } from "./strings.ts";
import { WRAP_FUNCS } from "./wrap.ts";

/** Functions that take little to load; a later table wins, as sprig's `slice` does over the built-in one. */
export const CORE_FUNCS: FuncMap = new Map([
  ...BUILTIN,
  ...CASE_FUNCS,
  ...DECIMAL_FUNCS,
  ...DEFAULT_FUNCS,
  ...DICT_FUNCS,
  ...ENCODING_FUNCS,
  ...JSON_FUNCS,
  ...LIST_FUNCS,
  ...NUMBER_FUNCS,
  ...PATH_FUNCS,
  ...QUOTE_FUNCS,
  ...REFLECTION_FUNCS,
  ...SEQUENCE_FUNCS,
  ...SPLIT_FUNCS,
  ...STRING_FUNCS,
  ...WRAP_FUNCS,
]);
