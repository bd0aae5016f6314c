import type { AwsProvider, AwsTag } from "../../eso/stores/aws.ts";
import type { GenericStore } from "../../eso/stores/store.ts";

/**
 * The tags of the session that a store's role is assumed for (ESO: buildSessionTags). The policies Simple and Custom
 * replace `sessionTags` by who asks; Custom adds tags of its own, of which those without a value are left out.
 */
export function sessionTagsOf(
  provider: AwsProvider,
  store: GenericStore,
  namespace: string,
): readonly AwsTag[] {
  const { sessionTagsPolicy = "None", sessionTags = [], customSessionTags = {} } = provider;
  if (sessionTagsPolicy === "None") return sessionTags;
  const who: readonly AwsTag[] = [
    { key: "esoNamespace", value: namespace },
    { key: "esoStoreName", value: store.metadata.name },
    { key: "esoStoreKind", value: store.kind },
  ];
  if (sessionTagsPolicy === "Simple") return who;
  const custom = Object.entries(customSessionTags).map(([key, value]) => ({ key, value }));
  return [...who, ...custom.filter(({ key, value }) => key !== "" && value !== "" && !isReserved(key, who))];
}

function isReserved(key: string, who: readonly AwsTag[]): boolean {
  return who.some((tag) => tag.key === key);
}
