import type { ListedRead, ListedRequest, ListedSecret, PlanListing } from "./plan-listing.ts";

/** A plan as people read it: each Secret with what its entries need, then the requests. */
export function planText({ secrets, requests }: PlanListing): string {
  return [...secrets.map(secretText), requestsText(requests)].join("");
}

function secretText({ externalSecret, secret, withoutEffect, reads }: ListedSecret): string {
  const idle = Object.entries(withoutEffect).map(([field, value]) =>
    typeof value === "string" ? `${field} ${value}` : field,
  );
  const note = idle.length === 0 ? "" : ` (${idle.join(", ")}: no effect in a render)`;
  const lines = reads.map((read) => `  ${read.field}: ${describeRead(read)}`);
  return [`Secret ${secret} from ExternalSecret ${externalSecret}${note}`, ...lines, ""].join("\n");
}

function describeRead(read: ListedRead): string {
  if ("generator" in read) return `generator ${read.generator}`;
  if ("find" in read) return `find ${JSON.stringify(read.find)} in ${read.store}`;
  const property = read.property === undefined ? "" : `, property "${read.property}"`;
  return `"${read.key}"${versionText(read)}${property} from ${read.store}`;
}

function requestsText(requests: readonly ListedRequest[]): string {
  const lines = requests.map((request) => {
    const needs = request.neededBy.map(({ externalSecret, field }) => `${externalSecret} ${field}`);
    return `  ${request.store} in ${request.namespace}: ${describeRequest(request)}, for ${needs.join(", ")}`;
  });
  return lines.length === 0 ? "" : ["Requests, each asked once", ...lines, ""].join("\n");
}

function describeRequest(request: ListedRequest): string {
  if ("find" in request) return `find ${JSON.stringify(request.find)}`;
  return `${request.what} of "${request.resourceId}"${versionText(request)}`;
}

function versionText({ version }: { readonly version?: string }): string {
  return version === undefined ? "" : `, version "${version}"`;
}
