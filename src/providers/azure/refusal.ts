import type { Answer } from "../../eso/read-request.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { ProblemError } from "../../ground/problem-error.ts";
import { visible } from "../../ground/visible.ts";
import type { HttpResponse } from "../../net/network.ts";
import type { JsonMembers } from "./json-members.ts";
import { jsonMembers, membersOf, textOf } from "./json-members.ts";

/** A vault's refusal to give one object, or a list; thrown through the SDK, which knows nothing of it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: Exclude<Answer<never>, { kind: "value" }>;

  constructor(answer: Refusal["answer"]) {
    super(answer.problem.message);
    this.answer = answer;
  }
}

/** Whom a refusal is told about. */
export interface Asked {
  readonly vault: URL;
  /** The client's ID, as it may be shown. */
  readonly identity: string;
  /** `secrets`, `keys` or `certificates`. */
  readonly collection: string;
  /** A list of names, not an object. */
  readonly isList: boolean;
  readonly hasVersion: boolean;
}

const VAULT_URL = ["spec", "provider", "azurekv", "vaultUrl"] as const;

/** Inner codes of 403 that concern the caller's address and not the object. */
const FIREWALL: ReadonlySet<string> = new Set(["ForbiddenByFirewall", "ForbiddenByConnection"]);

/** Least roles of Azure's role-based access control that read each kind of object. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ["secrets", "Key Vault Secrets User"],
  ["keys", "Key Vault Reader"],
  ["certificates", "Key Vault Reader"],
]);

/**
 * What an answer other than 200 means, as Refusal or, where it concerns the whole vault, as ProblemError. Codes are of
 * https://learn.microsoft.com/azure/key-vault/general/rest-error-codes; nothing else of the answer is told.
 */
export function refusalOf(response: HttpResponse, asked: Asked): Refusal | ProblemError {
  switch (response.status) {
    case 403:
      return forbidden(innerCode(response), asked);
    case 404:
      return asked.isList
        ? otherwise(response, asked)
        : new Refusal({ kind: "missing", problem: missing(asked) });
    default:
      return otherwise(response, asked);
  }
}

function forbidden(inner: string, asked: Asked): Refusal | ProblemError {
  if (FIREWALL.has(inner)) return new ProblemError(firewall(asked), VAULT_URL);
  const problem = inner.endsWith("Disabled") ? disabled(asked) : denied(asked);
  return asked.isList
    ? new ProblemError(listDenied(asked), VAULT_URL)
    : new Refusal({ kind: "failed", problem });
}

function missing({ hasVersion }: Asked): Problem {
  return hasVersion
    ? {
        code: "SECRET_NOT_FOUND",
        message: "it does not exist, or not in this version",
        hint: "Correct remoteRef.key or remoteRef.version: a version is 32 hexadecimal digits. What was deleted may be recovered",
      }
    : {
        code: "SECRET_NOT_FOUND",
        message: "it does not exist",
        hint: "Create it in the vault, or correct remoteRef.key. What was deleted may be recovered",
      };
}

function disabled({ collection }: Asked): Problem {
  return {
    code: "SECRET_DISABLED",
    message: "it is disabled",
    hint: `Enable it in the vault (az keyvault ${singular(collection)} set-attributes --enabled true), or read a version that is enabled`,
  };
}

function denied({ identity, collection, vault }: Asked): Problem {
  return {
    code: "ACCESS_DENIED",
    message: `${identity} may not read it`,
    hint: `Assign the role "${ROLES.get(collection) ?? ""}" on the vault "${visible(vault.host)}", or an access policy with the permission Get for ${collection}; new assignments take minutes`,
  };
}

function listDenied({ identity, vault }: Asked): Problem {
  return {
    code: "ACCESS_DENIED",
    message: `Cannot list the secrets of vault "${visible(vault.host)}": ${identity} may not`,
    hint: 'find needs the role "Key Vault Secrets User", or an access policy with the permissions List and Get for secrets',
  };
}

function firewall({ vault }: Asked): Problem {
  return {
    code: "ACCESS_DENIED",
    message: `Cannot read from vault "${visible(vault.host)}": its firewall does not let this address in`,
    hint: "Add the address, or the virtual network, to the vault's network rules, or go through its private endpoint",
  };
}

function otherwise(response: HttpResponse, { vault }: Asked): ProblemError {
  const code = textOf(membersOf(jsonMembers(response.body)?.get("error")), "code") ?? "";
  const name = /^[A-Za-z]{1,40}$/.test(code) ? ` ${code}` : "";
  return new ProblemError(
    {
      code: "REQUEST_REFUSED",
      message: `Cannot read from vault "${visible(vault.host)}": it does not accept the request (${response.status}${name})`,
      hint: "Look at vaultUrl, and at what stands between this machine and the vault",
    },
    VAULT_URL,
  );
}

function innerCode({ body }: HttpResponse): string {
  const error = membersOf(jsonMembers(body)?.get("error"));
  return textOf(innerOf(error), "code") ?? "";
}

function innerOf(error: JsonMembers | undefined): JsonMembers | undefined {
  return membersOf(error?.get("innererror") ?? error?.get("innerError"));
}

function singular(collection: string): string {
  return collection.replace(/s$/, "");
}
