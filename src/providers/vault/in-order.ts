import { LIMITS } from "../../ground/limits.ts";

/**
 * What `work` makes of each item, in their order. So many are worked on at once as one server is asked at once: of the
 * others nothing is prepared before its turn, so that the first are not kept waiting for it. When some fail, the first
 * in that order is thrown, after all have ended.
 */
export async function inOrder<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const ended: PromiseSettledResult<Value>[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) {
      const [result] = await Promise.allSettled([work(item)]);
      ended[index] = result;
    }
  };
  await Promise.all(Array.from({ length: LIMITS.inFlight }, worker));
  return ended.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
