import { FuncError } from "./values.ts";
import { pemOf } from "./crypto/pem.ts";
import { readPkcs12 } from "./crypto/pkcs12-read.ts";
import { privateKeyPem } from "./crypto/private-key-write.ts";

/** What one archive may cost, in steps of work and bytes: the iterations of its keys are up to whoever made it. */
const MOST_WORK = 4_000_000;

/**
 * The certificates and the key of a PKCS#12 archive without a password, as PEM; undefined for what is no such archive,
 * or costs too much to open.
 */
export function keystorePem(archive: Uint8Array): string | undefined {
  let left = MOST_WORK;
  const spend = (cost: number): void => {
    left -= cost;
    if (left < 0) throw new FuncError("the archive costs too much to open");
  };
  try {
    const context = { charge: spend, allocate: spend, random: never, now: never };
    const { key, certificates } = readPkcs12(context, archive, "");
    return privateKeyPem(key) + certificates.map(({ raw }) => pemOf("CERTIFICATE", raw)).join("");
  } catch (error) {
    if (error instanceof FuncError) return undefined;
    throw error;
  }
}

function never(): never {
  throw new TypeError("An archive is opened without chance or time");
}
