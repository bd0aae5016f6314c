import type { Answer, RawSecret, ReadRequest } from "../../eso/read-request.ts";
import type { VaultProvider } from "../../eso/stores/vault.ts";
import type { JsonNode } from "../../go/json-parse.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import type { Envelope, Members } from "./envelope.ts";
import { literalMembersOf } from "../decode-json.ts";
import { membersOf, textOf } from "./envelope.ts";
import type { VaultReply } from "./exchange.ts";
import { metadataOf } from "./metadata.ts";
import { refusal } from "./refusal.ts";
import { EmptyMetadata, VaultSecret } from "./select.ts";

/** Turns the answer to a read into ESO's. */
export type ReadAnswer = (reply: VaultReply, request: ReadRequest) => Answer<RawSecret>;

/** ESO: the Vault provider's readSecret and readSecretMetadata. */
export function vaultAnswer(version: VaultProvider["version"]): ReadAnswer {
  return (reply, request) => {
    const refused = refusal(reply, "read", request.key);
    if (refused !== undefined) return { kind: "failed", problem: refused };
    if (request.what === "metadata") return metadataAnswer(reply);
    if (isMissing(reply)) return { kind: "missing", problem: missing(reply.envelope, request) };
    return version === "v1" ? v1Answer(reply, request) : v2Answer(reply, request);
  };
}

/** A 404 that says more than that: KV v2 answers so for a deleted version, and with a warning for a wrong path. */
export function isMissing({ status, envelope }: VaultReply): boolean {
  return status === 404 && !envelope.hasWarnings && (envelope.data?.size ?? 0) === 0;
}

/** What there is to say of a secret that does not exist, as a clause. */
export function missing({ errors }: Envelope, { key, version }: ReadRequest): Problem {
  const asked = `Asked for /v1/${visible(key)}`;
  if (errors.some((text) => text.startsWith("no handler for route"))) {
    return notFound("the server has no mount there", `${asked}: correct the store's path or namespace`);
  }
  if (errors.some((text) => text.includes("namespace not found"))) {
    return notFound("the server has no such namespace", `${asked}: correct the store's namespace`);
  }
  const which = version === "" ? "remoteRef.key" : "remoteRef.version or remoteRef.key";
  return notFound("it does not exist", `${asked}: write it there, or correct ${which} or the store's path`);
}

/** A KV v2 answer without the member that holds the secret: usually the mount is KV v1. */
export function withoutData({ hasWarnings }: Envelope, { key }: ReadRequest): Problem {
  return {
    code: "PROTOCOL",
    message: "the answer is not one of KV version v2",
    hint: hasWarnings
      ? `Asked for /v1/${visible(key)}, about which the server warns: correct the store's path`
      : "If the mount is KV version 1, set the store's version to v1",
  };
}

/** The member `data` of a KV v2 answer: an object, nothing where the version is deleted, or why it is neither. */
export function secretIn(
  envelope: Envelope,
  request: ReadRequest,
): { readonly data: Members | undefined } | { readonly problem: Problem } {
  const node = envelope.data?.get("data");
  if (node === undefined) return { problem: withoutData(envelope, request) };
  if (node.kind === "null") return { data: undefined };
  const data = membersOf(node);
  return data === undefined ? { problem: withoutData(envelope, request) } : { data };
}

/** Why a version of KV v2 holds nothing: what its metadata tells. */
export function deleted({ data }: Envelope, { version }: ReadRequest): Problem {
  const metadata = membersOf(data?.get("metadata"));
  const number = metadata?.get("version");
  const which = number?.kind === "number" ? `version ${number.text}` : "this version";
  const advice = version === "" ? "write a new version" : "correct remoteRef.version";
  if (isTrue(metadata?.get("destroyed")))
    return notFound(`${which} is destroyed`, `Its data is gone for good: ${advice}`);
  const time = textOf(metadata?.get("deletion_time"));
  const when = time === undefined ? "" : ` since ${visible(time)}`;
  return notFound(`${which} is deleted${when}`, `It is not destroyed: undelete it, or ${advice}`);
}

function isTrue(node: JsonNode | undefined): boolean {
  return node?.kind === "bool" && node.value;
}

function v1Answer({ envelope }: VaultReply, request: ReadRequest): Answer<RawSecret> {
  if (envelope.data === undefined) {
    const problem = missing(envelope, request);
    return { kind: "missing", problem: envelope.hasWarnings ? { ...problem, hint: V2_MOUNT } : problem };
  }
  const hint = envelope.hasWarnings && envelope.data.size === 0 ? V2_MOUNT : undefined;
  return secretAnswer(envelope.data, hint);
}

function v2Answer({ envelope }: VaultReply, request: ReadRequest): Answer<RawSecret> {
  const found = secretIn(envelope, request);
  if ("problem" in found) return { kind: "failed", problem: found.problem };
  if (found.data === undefined) return { kind: "missing", problem: deleted(envelope, request) };
  return secretAnswer(found.data);
}

function metadataAnswer(reply: VaultReply): Answer<RawSecret> {
  if (isMissing(reply)) {
    const hint = "Metadata is always read below the store's path: write the key without the mount";
    return { kind: "failed", problem: notFound("it has no metadata", hint) };
  }
  const metadata = metadataOf(reply.envelope.data);
  const value = metadata.size === 0 ? new EmptyMetadata() : new VaultSecret(metadata, { hasPaths: true });
  return { kind: "value", value };
}

function secretAnswer(data: Members, hint?: string): Answer<RawSecret> {
  return { kind: "value", value: new VaultSecret(literalMembersOf(data), { hasPaths: true, hint }) };
}

const V2_MOUNT =
  "The server warns about this path: if the mount is KV version 2, set the store's version to v2";

function notFound(message: string, hint: string): Problem {
  return { code: "SECRET_NOT_FOUND", message, hint };
}
