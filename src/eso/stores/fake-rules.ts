import type { FakeProvider } from "./fake.ts";
import type { StoreReport } from "./selector-rules.ts";

/** ESO: the fake provider's ValidateStore. */
export function checkFake({ data = [] }: FakeProvider, report: StoreReport): void {
  data.forEach(({ key, value }, index) => {
    if (key === "") report(["data", index, "key"], "Cannot use an empty key", "Give the secret a name");
    if (value === "") {
      report(["data", index, "value"], "Cannot use an empty value", "Remove the entry, or give it a value");
    }
  });
}
