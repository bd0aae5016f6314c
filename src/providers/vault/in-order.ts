/** What all promises give, in their order. When some fail, the first in that order is thrown, after all have ended. */
export async function inOrder<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
