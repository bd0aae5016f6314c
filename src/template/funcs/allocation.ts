import { type CallContext, LimitError } from "../values.ts";

/** The longest list that a function may make; ESO has no limit of its own. */
export const MAX_LIST_ITEMS = 10_000;

/** The longest string, in bytes, that a function may make: what one Secret can hold. */
export const MAX_STRING_BYTES = 1_048_576;

const BYTES_PER_ITEM = 16;

/** What an item takes beside its place in a list: an integer, a piece of a string, a key. */
const BYTES_PER_NEW_ITEM = 48;

const BYTES_PER_COLLECTION = 128;

/** Charges a list before it is made. Throws a LimitError beyond {@link MAX_LIST_ITEMS}. */
export function allocateList(context: CallContext, items: number): void {
  if (items > MAX_LIST_ITEMS) throw new LimitError(`a list may have at most ${MAX_LIST_ITEMS} items`);
  context.allocate(items * BYTES_PER_ITEM);
}

/** Charges a list or dict whose items are made too. Throws a LimitError beyond {@link MAX_LIST_ITEMS}. */
export function allocateCollection(context: CallContext, items: number): void {
  allocateList(context, items);
  context.allocate(BYTES_PER_COLLECTION + items * BYTES_PER_NEW_ITEM);
}

/** Charges a string before it is made. Throws a LimitError beyond {@link MAX_STRING_BYTES}. */
export function allocateString(context: CallContext, bytes: number): void {
  if (bytes > MAX_STRING_BYTES) throw new LimitError(`a string may have at most ${MAX_STRING_BYTES} bytes`);
  context.allocate(bytes);
}
