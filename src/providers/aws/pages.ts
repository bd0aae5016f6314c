import type { Problem } from "../../ground/diagnostic.ts";
import { ProblemError } from "../../ground/problem-error.ts";

/** An answer, or one page of it. */
export interface Page {
  readonly requestId: string | undefined;
  /** Where the next page begins; undefined on the last one. */
  readonly next?: string | undefined;
}

/** Names that a search gives. */
export interface NamePage extends Page {
  readonly names: readonly string[];
}

/** More pages than these are no answer: 10 entries each would be far beyond every limit. */
const MOST_PAGES = 1000;

/** All pages of an operation, one after the other. Throws ProblemError where they do not end. */
export async function allPages<Some extends Pick<Page, "next">>(
  endless: Problem,
  read: (next: string | undefined) => Promise<Some>,
): Promise<Some[]> {
  const pages: Some[] = [];
  let next: string | undefined;
  do {
    const page = await read(next);
    pages.push(page);
    if (page.next !== undefined && (page.next === next || pages.length >= MOST_PAGES))
      throw new ProblemError(endless);
    next = page.next === "" ? undefined : page.next;
  } while (next !== undefined);
  return pages;
}
