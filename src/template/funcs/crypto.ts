import { createHash, createHmac } from "node:crypto";

import { encodeBase64 as encodeBcryptSalt, hashSync } from "bcryptjs";

import { decodeBase64, encodeBase64 } from "../../go/base64.ts";
import {
  bytesOfGoString,
  fromGoString,
  type GoString,
  goStringOfBytes,
  isValidUtf8,
} from "../../go/bytes.ts";
import { decryptAesText, encryptAesText, keyOf } from "../crypto/aes-text.ts";
import { concatBytes } from "../crypto/der-write.ts";
import { derivePassword } from "../crypto/derive-password.ts";
import { HmacDrbg } from "../crypto/drbg.ts";
import { generateDsaKey, generateEcKey, generateEd25519Key, generateRsaKey } from "../crypto/generate-key.ts";
import type { PrivateKey } from "../crypto/keys.ts";
import { privateKeyPem } from "../crypto/private-key-write.ts";
import { type CallContext, type Func, FuncError, type FuncMap, type Value } from "../values.ts";
import { allocateString } from "./allocation.ts";
import { countAt, fixed, integerAt, stringAt } from "./arguments.ts";
import { CERTIFICATE_FUNCS } from "./certificates.ts";

/**
 * Sprig's functions of cryptography but its check sums. What they draw comes from the context: with a seed the same call gives the same
 * result, without one those that draw fail.
 */
export const CRYPTO_FUNCS: FuncMap = new Map<string, Func>([
  ...CERTIFICATE_FUNCS,
  ["bcrypt", fixed(["string"], (args, context) => bcrypt("bcrypt", stringAt(args, 0), context))],
  ["htpasswd", fixed(["string", "string", "sprig.HashAlgorithm"], htpasswd)],
  ["randBytes", fixed(["int"], randBytes)],
  ["derivePassword", fixed(["uint32", "string", "string", "string", "string"], deriveSitePassword)],
  ["genPrivateKey", fixed(["string"], genPrivateKey)],
  ["encryptAES", fixed(["string", "string"], encryptAes)],
  ["decryptAES", fixed(["string", "string"], decryptAes)],
]);

/** Some 100 to 200 ms each: a hash of cost 10, and an scrypt of 32 MiB. */
const BCRYPT_STEPS = 100_000;
const SCRYPT_STEPS = 100_000;

const BCRYPT_MAX_BYTES = 72;
const BCRYPT_SALT_BYTES = 16;
const BCRYPT_PREFIX = "$2a$10$";

const KEY_SEED_BYTES = 48;
const MAX_KEY_BYTES = 8192;
const AES_IV_BYTES = 16;

/** A password that is too long gives Go's text in place of a hash. */
function bcrypt(functionName: string, password: GoString, context: CallContext): GoString {
  if (password.length > BCRYPT_MAX_BYTES) {
    return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
  }
  if (!isValidUtf8(password)) throw new FuncError("a password for bcrypt must be valid UTF-8");
  context.charge(BCRYPT_STEPS);
  const salt = context.random(functionName, BCRYPT_SALT_BYTES);
  return hashSync(fromGoString(password), BCRYPT_PREFIX + encodeBcryptSalt([...salt], BCRYPT_SALT_BYTES));
}

/** Any algorithm but `sha` is bcrypt. */
function htpasswd(args: readonly Value[], context: CallContext): Value {
  const [user, password, algorithm] = [stringAt(args, 0), stringAt(args, 1), stringAt(args, 2)];
  allocateString(context, user.length + BCRYPT_MAX_BYTES);
  if (user.includes(":")) return `invalid username: ${user}`;
  if (algorithm !== "sha") return `${user}:${bcrypt("htpasswd", password, context)}`;
  return `${user}:{SHA}${createHash("sha1").update(password, "latin1").digest("base64")}`;
}

/** A negative count panics in Go. */
function randBytes(args: readonly Value[], context: CallContext): Value {
  const count = countAt(args, 0);
  if (count < 0) throw new FuncError("the number of random bytes must not be negative");
  allocateString(context, 2 * count);
  return encodeBase64(goStringOfBytes(context.random("randBytes", count)), "std");
}

/** An unknown type gives sprig's text in place of a password. */
function deriveSitePassword(args: readonly Value[], context: CallContext): Value {
  const [type, password, user, site] = [
    stringAt(args, 1),
    stringAt(args, 2),
    stringAt(args, 3),
    stringAt(args, 4),
  ];
  allocateString(context, type.length + 64);
  context.charge(SCRYPT_STEPS);
  const derived = derivePassword(integerAt(args, 0), type, password, user, site);
  return derived ?? `cannot find password template ${type}`;
}

/** An unknown type gives sprig's text in place of a key. */
function genPrivateKey(args: readonly Value[], context: CallContext): Value {
  const type = stringAt(args, 0);
  const generate = GENERATORS.get(type);
  allocateString(context, MAX_KEY_BYTES + type.length);
  if (generate === undefined) return `Unknown type ${type}`;
  return privateKeyPem(generate(context, new HmacDrbg(context.random("genPrivateKey", KEY_SEED_BYTES))));
}

const GENERATORS: ReadonlyMap<GoString, (context: CallContext, random: HmacDrbg) => PrivateKey> = new Map([
  ["", generateLargeRsaKey],
  ["rsa", generateLargeRsaKey],
  ["dsa", generateDsaKey],
  ["ecdsa", (_: CallContext, random: HmacDrbg): PrivateKey => generateEcKey(random)],
  ["ed25519", (_: CallContext, random: HmacDrbg): PrivateKey => generateEd25519Key(random)],
]);

function generateLargeRsaKey(context: CallContext, random: HmacDrbg): PrivateKey {
  return generateRsaKey(context, random, 4096);
}

/** The IV is drawn, and depends on the password and the text too, so that no two texts have the same one. */
function encryptAes(args: readonly Value[], context: CallContext): Value {
  const [password, plaintext] = [stringAt(args, 0), stringAt(args, 1)];
  if (plaintext === "") return "";
  allocateString(context, 2 * plaintext.length + 64);
  const drawn = context.random("encryptAES", AES_IV_BYTES);
  const hmac = createHmac("sha256", concatBytes([drawn, keyOf(password)])).update(bytesOfGoString(plaintext));
  const iv = hmac.digest().subarray(0, AES_IV_BYTES);
  return encodeBase64(encryptAesText(password, iv, plaintext), "std");
}

function decryptAes(args: readonly Value[], context: CallContext): Value {
  const [password, encrypted] = [stringAt(args, 0), stringAt(args, 1)];
  if (encrypted === "") return "";
  allocateString(context, encrypted.length);
  const ciphertext = decodeBase64(encrypted, "std");
  if (!ciphertext.ok) throw new FuncError("the ciphertext must be base64");
  return decryptAesText(password, ciphertext.value);
}
