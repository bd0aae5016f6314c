import type { Address, Answer, Authorize, RawSecret, ReadRequest } from "../../eso/read-request.ts";
import { toGoString } from "../../go/bytes.ts";
import type { Problem } from "../../ground/diagnostic.ts";
import { LIMITS } from "../../ground/limits.ts";
import type { SecretData, Sensitive } from "../../ground/sensitive.ts";
import { visible } from "../../ground/visible.ts";
import type { WorkBudget } from "../../ground/work-budget.ts";
import type { NameRegexp } from "../name-regexp.ts";
import { isMissing } from "./answer.ts";
import { itemsOf, textOf } from "./envelope.ts";
import type { VaultReply } from "./exchange.ts";
import { inOrder } from "./in-order.ts";
import { refusal } from "./refusal.ts";

/** What a find asks of a store. */
export interface Searchable {
  /** The answer to a LIST of a folder, by the API's path. */
  list(path: string): Promise<VaultReply>;
  /** Throws ProblemError where the whole store cannot be used. */
  read(request: ReadRequest): Promise<Answer<RawSecret>>;
  readonly authorize: Authorize;
  /** What matching names may take. */
  readonly budget: WorkBudget | undefined;
  /** What a name that was found leads to. */
  address(name: string): Address;
}

/** Ends a find before its time, with an answer that is no value. */
export class FindEnd extends Error {
  override readonly name = "FindEnd";
  readonly answer: Exclude<Answer<SecretData>, { readonly kind: "value" }>;

  constructor(kind: "missing" | "failed", problem: Problem) {
    super(problem.message);
    this.answer = { kind, problem };
  }
}

/** Names in a folder, as a LIST gives them: those of folders end with a slash. Undefined where there is none. */
export async function listFolder(
  searchable: Searchable,
  path: string,
): Promise<readonly string[] | undefined> {
  const reply = await searchable.list(path);
  const problem = refusal(reply, "list", path);
  if (problem !== undefined) throw new FindEnd("failed", problem);
  if (isMissing(reply)) return undefined;
  return itemsOf(reply.envelope.data?.get("keys")).flatMap((node) => textOf(node) ?? []);
}

/** The names that a regular expression matches anywhere. */
export function matching(names: readonly string[], regexp: NameRegexp): readonly string[] {
  return names.filter((name) => regexp.match(toGoString(name)));
}

/** Reads what was found, as a whole each. What is missing by now is left out; any other problem fails the find. */
export async function readFound(
  searchable: Searchable,
  names: readonly string[],
): Promise<Answer<SecretData>> {
  if (names.length > LIMITS.findHits) return { kind: "failed", problem: tooMany(names.length) };
  const found = await inOrder(names, async (name) => [name, await readOne(searchable, name)] as const);
  const value = new Map<string, Sensitive>();
  for (const [name, answer] of found) {
    if (answer.kind === "failed") return { kind: "failed", problem: answer.problem };
    if (answer.kind === "value") value.set(name, answer.value);
  }
  return { kind: "value", value };
}

/** One secret that was found, after it was authorised as any other. */
async function readOne(searchable: Searchable, name: string): Promise<Answer<Sensitive>> {
  const raw = await readRaw(searchable, searchable.address(name));
  const answer = raw.kind === "value" ? raw.value.getSecret({ key: name }) : raw;
  return answer.kind === "failed" ? { kind: "failed", problem: about(name, answer.problem) } : answer;
}

async function readRaw(searchable: Searchable, address: Address): Promise<Answer<RawSecret>> {
  if ("problem" in address) return { kind: "failed", problem: address.problem };
  const problem = searchable.authorize(address.request);
  return problem === undefined ? searchable.read(address.request) : { kind: "failed", problem };
}

/** A problem with one of the secrets that were found. */
export function about(name: string, problem: Problem): Problem {
  if (/^[A-Z]/.test(problem.message)) return problem;
  return { ...problem, message: `"${visible(name)}" cannot be read: ${problem.message}` };
}

function tooMany(count: number): Problem {
  return {
    code: "LIMIT_EXCEEDED",
    message: `${count} secrets match, and ${LIMITS.findHits} are allowed`,
    hint: "Narrow the search with path, name or tags",
  };
}
