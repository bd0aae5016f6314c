import { createHash } from "node:crypto";

import type { Attributes, Permission, VaultSeed, Version } from "./seed.ts";

/** The types of objects, as paths spell them. */
export type Collection = "secrets" | "keys" | "certificates";

/** One version of an object, with all that the seed left out. */
export interface Stored<Content> extends Version<Content> {
  readonly version: string;
  /** As it was written; names are compared without regard to case. */
  readonly name: string;
  readonly attributes: Attributes & {
    readonly enabled: boolean;
    readonly created: number;
    readonly updated: number;
  };
}

const NAME = /^[0-9a-zA-Z-]{1,127}$/;
const CREATED = 1_493_938_410;

/** A key vault: its objects by name and version, and who may read them. */
export class Vault {
  readonly host: string;
  readonly tenant: string;
  readonly resource: string;
  readonly access: Readonly<Record<string, readonly Permission[]>>;
  readonly secrets: ReadonlyMap<string, readonly Stored<string>[]>;
  readonly keys: ReadonlyMap<string, readonly Stored<Readonly<Record<string, unknown>>>[]>;
  readonly certificates: ReadonlyMap<string, readonly Stored<Uint8Array>[]>;

  constructor({ host, tenant, resource, access, secrets = {}, keys = {}, certificates = {} }: VaultSeed) {
    this.host = host;
    this.tenant = tenant;
    this.resource = resource ?? "https://vault.azure.net";
    this.access = access;
    this.secrets = stored(secrets);
    this.keys = stored(keys);
    this.certificates = stored(certificates);
  }

  /** The versions of an object, the current one last. */
  versions(collection: Collection, name: string): readonly Stored<unknown>[] | undefined {
    return this[collection].get(name.toLowerCase());
  }
}

/** Letters, digits and hyphens. https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#vault-name-and-object-name */
export function isObjectName(text: string): boolean {
  return NAME.test(text);
}

function stored<Content>(
  objects: Readonly<Record<string, readonly Version<Content>[]>>,
): ReadonlyMap<string, readonly Stored<Content>[]> {
  return new Map(
    Object.entries(objects).map(([name, versions]) => {
      if (!isObjectName(name))
        throw new TypeError(`The seed has an object "${name}", which no vault could have`);
      return [name.toLowerCase(), versions.map((version, index) => complete(name, version, index))];
    }),
  );
}

function complete<Content>(name: string, version: Version<Content>, index: number): Stored<Content> {
  const { attributes = {} } = version;
  const created = attributes.created ?? CREATED + index;
  return {
    ...version,
    name,
    version: version.version ?? createHash("md5").update(`${name}/${index}`).digest("hex"),
    attributes: { enabled: true, created, updated: created, ...attributes },
  };
}
