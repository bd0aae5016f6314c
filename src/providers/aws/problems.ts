import type { Problem } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";
import type { ServiceError } from "./aws-error.ts";
import { AwsFailure } from "./aws-error.ts";

/** What AWS refuses, in a clause. `permission` says which IAM action on what has to be allowed. */
export function refusalOf({ kind, error }: AwsFailure, permission: string): Problem {
  if (error.code === "DecryptionFailure" || error.code === "InvalidKeyId") return undecrypted(error);
  if (kind === "denied") {
    return {
      code: "ACCESS_DENIED",
      message: `access is denied (${codeOf(error)})`,
      hint: `Allow ${permission}, and kms:Decrypt where a key of your own encrypts; policies of the secret, of its key and of the organisation may deny it too`,
    };
  }
  return {
    code: "REQUEST_REFUSED",
    message: `AWS refuses the request as it is (${codeOf(error)})`,
    hint: "Look at the name, the version and the prefix: AWS takes letters, digits and / _ + = . @ - in names",
  };
}

function undecrypted(error: ServiceError): Problem {
  return {
    code: "ACCESS_DENIED",
    message: `its KMS key cannot be used to decrypt it (${codeOf(error)})`,
    hint: "Allow kms:Decrypt on its key, and look whether the key is enabled",
  };
}

/** A secret that is asked for, and not there. */
export function notThere(what: string, version: string): Problem {
  if (version === "") {
    return {
      code: "SECRET_NOT_FOUND",
      message: "it does not exist",
      hint: `Look at the name (letter case counts) and at the region of the store; ${what}`,
    };
  }
  return {
    code: "SECRET_NOT_FOUND",
    message: "it does not exist, or not in this version",
    hint: what,
  };
}

/** An answer is about something else than what was asked for. */
export function mixedUp(name: string): Problem {
  return {
    code: "PROTOCOL",
    message: `the answer is about another secret, "${visible(name)}"`,
    hint: "Look at what stands between this machine and AWS: a proxy mixes answers up",
  };
}

export const FIND_NEEDS_NAME_OR_TAGS: Problem = {
  code: "FIND_UNSUPPORTED",
  message: "a search in AWS needs a name or tags",
  hint: 'Set find.name.regexp (".*" finds everything below find.path), or find.tags',
};

/** AWS never ends with its pages, or goes in circles. */
export const ENDLESS: Problem = {
  code: "PROTOCOL",
  message: "AWS gives page after page without an end",
  hint: "Narrow the search with path, name or tags",
};

/** The failure in what was thrown. Throws whatever else it is: a problem of the store. */
export function failureOf(thrown: unknown): AwsFailure {
  if (thrown instanceof AwsFailure) return thrown;
  throw thrown;
}

function codeOf({ code, status }: ServiceError): string {
  return code === "" ? `status ${status}` : code;
}
