import type { FakeProvider } from "../../../src/eso/stores/fake.ts";
import { addressFake } from "../../../src/providers/fake/address.ts";
import { openFakeClient } from "../../../src/providers/fake/client.ts";
import { contract, CONTRACT_SECRETS } from "../contract.ts";

const STORE: FakeProvider = {
  data: Object.entries(CONTRACT_SECRETS).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
};

contract({
  name: "fake",
  open: async (which = "same") => Promise.resolve(openFakeClient(which === "same" ? STORE : { data: [] })),
  request: addressFake,
  requests: () => 0,
  credentials: [],
});
