import type { GoString } from "../../go/bytes.ts";
import { Func, type FuncMap } from "../values.ts";
import { CORE_FUNCS } from "./core.ts";

/** Functions that are loaded together, and only where a template names one of them. */
export interface FuncGroup {
  readonly names: readonly string[];
  readonly load: () => Promise<FuncMap>;
}

/** Groups that bring much code with them: cryptography, time zones, the engine of regular expressions. */
export const FUNC_GROUPS: readonly FuncGroup[] = [
  {
    names: words(`buildCustomCert genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert
      genSignedCertWithKey bcrypt htpasswd randBytes derivePassword genPrivateKey encryptAES decryptAES`),
    load: async () => (await import("./crypto.ts")).CRYPTO_FUNCS,
  },
  {
    names:
      words(`pkcs12key pkcs12keyPass pkcs12cert pkcs12certPass pemToPkcs12 pemToPkcs12Pass fullPemToPkcs12
      fullPemToPkcs12Pass pemTruststoreToPKCS12 pemTruststoreToPKCS12Pass filterPEM filterCertChain certSANs
      jwkPublicKeyPem jwkPrivateKeyPem rsaDecrypt`),
    load: async () => (await import("./eso.ts")).ESO_FUNCS,
  },
  {
    names: words("sha1sum sha256sum sha512sum adler32sum"),
    load: async () => (await import("./hashes.ts")).HASH_FUNCS,
  },
  {
    names: words("randAlphaNum randAlpha randNumeric randAscii randInt shuffle uuidv4"),
    load: async () => (await import("./random.ts")).RANDOM_FUNCS,
  },
  {
    names:
      words(`regexMatch mustRegexMatch regexFind mustRegexFind regexFindAll mustRegexFindAll regexReplaceAll
      mustRegexReplaceAll regexReplaceAllLiteral mustRegexReplaceAllLiteral regexSplit mustRegexSplit regexQuoteMeta`),
    load: async () => (await import("./regex.ts")).REGEX_FUNCS,
  },
  {
    names: words("fromYaml toYaml"),
    load: async () => (await import("./yaml.ts")).YAML_FUNCS,
  },
  {
    names:
      words(`now date dateInZone date_in_zone htmlDate htmlDateInZone dateModify date_modify mustDateModify
      must_date_modify toDate mustToDate unixEpoch ago duration durationRound`),
    load: async () => (await import("./dates.ts")).DATE_FUNCS,
  },
  {
    names: words("urlParse urlJoin"),
    load: async () => (await import("./urls.ts")).URL_FUNCS,
  },
  {
    names: words("semver semverCompare"),
    load: async () => (await import("./versions.ts")).VERSION_FUNCS,
  },
];

/**
 * Every function that a template may call, loaded as far as the templates of a run may name them: pass all of their
 * texts, or undefined for all functions. One that none of the texts names is there by name alone.
 */
export async function loadFuncs(texts?: Iterable<GoString>): Promise<FuncMap> {
  const named = texts === undefined ? undefined : namesIn(texts);
  const loaded = FUNC_GROUPS.map(async ({ names, load }) =>
    named === undefined || names.some((name) => named.has(name))
      ? load()
      : new Map(names.map((name) => [name, UNNAMED])),
  );
  return new Map([...CORE_FUNCS, ...(await Promise.all(loaded)).flatMap((funcs) => [...funcs])]);
}

/** Stands for a function that no template names, so that a misspelt name can be told the nearest one. */
const UNNAMED = new Func([], true, () => {
  throw new TypeError("A function is called that no template names");
});

/** All words of texts with an action, whatever they are there. */
function namesIn(texts: Iterable<GoString>): Set<string> {
  const names = new Set<string>();
  for (const text of texts) {
    if (!text.includes("{{")) continue;
    for (const [name] of text.matchAll(/[A-Za-z_]\w*/g)) names.add(name);
  }
  return names;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
