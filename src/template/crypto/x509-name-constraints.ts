import { type GoString, goStringOfBytes, isAscii } from "../../go/bytes.ts";
import { FuncError } from "../values.ts";
import { contextTag, type DerElement, type DerReader, explicitTag } from "./der-read.ts";
import { isDomainConstraint, isMailbox } from "./domain-name.ts";
import { parseIp } from "./ip-address.ts";

/** Go's `parseNameConstraintsExtension`, of which only the refusals are needed. Throws a FuncError. */
export function checkNameConstraints(value: DerReader): void {
  const reader = value.inside();
  value.end();
  const permitted = reader.optional(explicitTag(0)) ?? new Uint8Array();
  const excluded = reader.optional(explicitTag(1)) ?? new Uint8Array();
  reader.end();
  if (permitted.length + excluded.length === 0) throw reader.malformed("its name constraints are empty");
  checkSubtrees(reader.over(permitted));
  checkSubtrees(reader.over(excluded));
}

function checkSubtrees(subtrees: DerReader): void {
  while (!subtrees.done) {
    if (!isConstraint(subtrees.inside().any())) {
      throw new FuncError("the certificate has a malformed name constraint");
    }
  }
}

function isConstraint({ tag, content }: DerElement): boolean {
  const text = goStringOfBytes(content);
  switch (tag) {
    case contextTag(1):
      return isAscii(text) && (text.includes("@") ? isMailbox(text) : isDomainConstraint(text));
    case contextTag(2):
      return isAscii(text) && isDomainConstraint(text);
    case contextTag(6):
      return isUriConstraint(text);
    case contextTag(7):
      return isIpConstraint(content);
    default:
      return true;
  }
}

function isUriConstraint(text: GoString): boolean {
  return isAscii(text) && parseIp(text) === undefined && isDomainConstraint(text);
}

/** An address and a mask of the same length, whose ones all come before its zeros. */
function isIpConstraint(content: Uint8Array): boolean {
  if (content.length !== 8 && content.length !== 32) return false;
  const mask = Array.from(content.subarray(content.length / 2), (byte) => byte.toString(2).padStart(8, "0"));
  return /^1*0*$/.test(mask.join(""));
}
