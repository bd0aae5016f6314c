import { decodeBase64 } from "../../go/base64.ts";
import { bytesOfGoString, type GoString } from "../../go/bytes.ts";
import {
  type JsonNode,
  type JsonObject,
  jsonNumberToFloat,
  JsonSyntaxError,
  parseJson,
} from "../../go/json-parse.ts";
import { FuncError } from "../values.ts";

/** A JWK's members as jwx reads them. */
export interface JwkMembers {
  readonly kty: "RSA" | "EC" | "OKP";
  /** Whether it has a member `d`. */
  readonly isPrivate: boolean;
  readonly crv: GoString | undefined;
  /** The members that are base64, decoded. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

const RSA = {
  n: "bytes",
  e: "bytes",
  d: "bytes",
  p: "bytes",
  q: "bytes",
  dp: "bytes",
  dq: "bytes",
  qi: "bytes",
};
const EC = { crv: "curve", x: "bytes", y: "bytes", d: "bytes" };
const OKP = { crv: "curve", x: "bytes", d: "bytes" };

/** What each kind of key has of its own. */
const OWN = new Map<string, ReadonlyMap<string, string>>(
  Object.entries({ RSA, EC, OKP }).map(([kty, members]) => [kty, new Map(Object.entries(members))]),
);

/** Members that a public key lacks, and where they are unknown to jwx and may be anything. */
const PRIVATE = new Set(["d", "p", "q", "dp", "dq", "qi"]);

/** What every key may have. */
const COMMON = new Map([
  ["kty", "kind"],
  ["alg", "string"],
  ["kid", "string"],
  ["use", "string"],
  ["key_ops", "strings"],
  ["x5c", "strings"],
  ["x5t", "string"],
  ["x5t#S256", "string"],
  ["x5u", "string"],
]);

/**
 * Reads the JSON of a JWK as jwx does: the first value of the text counts, names are case-sensitive (but those that
 * tell the kind of key), of duplicates all must be valid and the last one counts. Throws a FuncError for anything
 * that jwx refuses, and for symmetric keys, which have no PEM.
 */
export function readJwkMembers(json: GoString): JwkMembers {
  const object = readFirstObject(json);
  const { kty, isPrivate } = readHint(object);
  const own = OWN.get(kty);
  if (own === undefined) throw new FuncError("the JWK is neither an RSA, an EC nor an OKP key");
  const bytes = new Map<string, Uint8Array>();
  let crv: GoString | undefined;
  for (const [name, value] of object.members) {
    const isUnknown = !isPrivate && PRIVATE.has(name);
    const type = isUnknown ? undefined : (own.get(name) ?? COMMON.get(name));
    checkMember(name, type, value);
    if (type === "bytes") bytes.set(name, decodeMember(name, stringOf(value, name)));
    if (type === "curve") crv = stringOf(value, name);
    if (type === "kind" && stringOf(value, name) !== kty) throw new FuncError("the JWK has two kinds");
  }
  return { kty: kindOf(kty), isPrivate, crv, bytes };
}

function kindOf(kty: GoString): JwkMembers["kty"] {
  return kty === "RSA" || kty === "EC" ? kty : "OKP";
}

/** The object that the text begins with; what follows it is ignored. */
function readFirstObject(json: GoString): JsonObject {
  try {
    const value = parseJson(json.slice(0, endOfFirstObject(json)));
    if (value.kind === "object") return value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
  }
  throw new FuncError("the JWK is not a JSON object");
}

/** Where the brackets of a JSON text are closed for the first time; its length if they never are. */
function endOfFirstObject(json: GoString): number {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < json.length; at++) {
    const char = json.charAt(at);
    if (char === '"') isString = !isString;
    else if (isString) at += char === "\\" ? 1 : 0;
    else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth <= 0) return at + 1;
  }
  return json.length;
}

/** What jwx looks at first, through encoding/json's matching of names without regard to case. */
function readHint(object: JsonObject): { kty: GoString; isPrivate: boolean } {
  let kty = "";
  let isPrivate = false;
  for (const [name, value] of object.members) {
    const folded = name.replace("\xe2\x84\xaa", "k").toLowerCase();
    if (folded === "d") isPrivate = true;
    if (folded !== "kty" || value.kind === "null") continue;
    if (value.kind !== "string") throw wrongType("kty");
    kty = value.value;
  }
  return { kty, isPrivate };
}

/** A null counts as an empty string. Numbers of unknown members must fit a float64. */
function checkMember(name: GoString, type: string | undefined, value: JsonNode): void {
  if (type === undefined) checkNumbers(value);
  else if (value.kind === "null") return;
  else if (type !== "strings") stringOf(value, name);
  else if (value.kind !== "array") throw wrongType(name);
  else value.items.forEach((item) => stringOf(item, name));
}

function checkNumbers(root: JsonNode): void {
  const pending = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.kind === "number" && !Number.isFinite(jsonNumberToFloat(value.text))) {
      throw new FuncError("the JWK has a number that is out of range");
    }
    if (value.kind === "array") for (const item of value.items) pending.push(item);
    if (value.kind === "object") for (const [, item] of value.members) pending.push(item);
  }
}

function stringOf(value: JsonNode, name: GoString): GoString {
  if (value.kind === "null") return "";
  if (value.kind === "string") return value.value;
  throw wrongType(name);
}

/** jwx guesses the alphabet by its special characters, and the padding by its presence. */
function decodeMember(name: GoString, text: GoString): Uint8Array {
  const encoded = text.replace(/[\r\n]+/g, "");
  const isPadded = text.endsWith("=");
  const padded =
    isPadded || encoded.length % 4 === 1 ? encoded : encoded.padEnd(Math.ceil(encoded.length / 4) * 4, "=");
  const decoded = decodeBase64(padded, /[+/]/.test(text) ? "std" : "url");
  if (!decoded.ok || (!isPadded && encoded.includes("="))) {
    throw new FuncError(`the JWK's member "${name}" is not base64`);
  }
  return bytesOfGoString(decoded.value);
}

function wrongType(name: GoString): FuncError {
  return new FuncError(`the JWK's member "${name}" has another type than a JWK asks for`);
}
