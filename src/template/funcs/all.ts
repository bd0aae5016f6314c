import type { FuncMap } from "../values.ts";
import { BUILTIN } from "./builtin.ts";
import { CASE_FUNCS } from "./cases.ts";
import { CERTIFICATE_FUNCS } from "./certificates.ts";
import { CRYPTO_FUNCS } from "./crypto.ts";
import { DATE_FUNCS } from "./dates.ts";
import { DECIMAL_FUNCS } from "./decimals.ts";
import { DEFAULT_FUNCS } from "./defaults.ts";
import { DICT_FUNCS } from "./dicts.ts";
import { ENCODING_FUNCS } from "./encoding.ts";
import { ESO_FUNCS } from "./eso.ts";
import { HASH_FUNCS } from "./hashes.ts";
import { JSON_FUNCS } from "./json.ts";
import { LIST_FUNCS } from "./lists.ts";
import { NUMBER_FUNCS } from "./numbers.ts";
import { PATH_FUNCS } from "./paths.ts";
import { QUOTE_FUNCS } from "./quotes.ts";
import { REGEX_FUNCS } from "./regex.ts";
import { RANDOM_FUNCS } from "./random.ts";
import { REFLECTION_FUNCS } from "./reflection.ts";
import { SEQUENCE_FUNCS } from "./sequences.ts";
import { SPLIT_FUNCS } from "./splitting.ts";
import { STRING_FUNCS } from "./strings.ts";
import { URL_FUNCS } from "./urls.ts";
import { VERSION_FUNCS } from "./versions.ts";
import { WRAP_FUNCS } from "./wrap.ts";
import { YAML_FUNCS } from "./yaml.ts";

/** Every function that a template may call; a later table wins, as sprig's `slice` does over the built-in one. */
export const ALL_FUNCS: FuncMap = new Map([
  ...BUILTIN,
  ...CASE_FUNCS,
  ...CERTIFICATE_FUNCS,
  ...CRYPTO_FUNCS,
  ...DATE_FUNCS,
  ...DECIMAL_FUNCS,
  ...DEFAULT_FUNCS,
  ...DICT_FUNCS,
  ...ENCODING_FUNCS,
  ...ESO_FUNCS,
  ...HASH_FUNCS,
  ...JSON_FUNCS,
  ...LIST_FUNCS,
  ...NUMBER_FUNCS,
  ...PATH_FUNCS,
  ...QUOTE_FUNCS,
  ...RANDOM_FUNCS,
  ...REFLECTION_FUNCS,
  ...REGEX_FUNCS,
  ...SEQUENCE_FUNCS,
  ...SPLIT_FUNCS,
  ...STRING_FUNCS,
  ...URL_FUNCS,
  ...VERSION_FUNCS,
  ...WRAP_FUNCS,
  ...YAML_FUNCS,
]);
