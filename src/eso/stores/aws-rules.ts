import type { AwsProvider } from "./aws.ts";
import type { StoreReport } from "./selector-rules.ts";

/** What Go's URL parser refuses in a host, and in any place of a URL. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const BAD_HOST = /^[^/?#]*[ %:[\\\]^`{|}]|[\u0000-\u001f\u007f]/;

/** ESO: the AWS provider's ValidateStore, references apart. */
export function checkAws({ region, secretsManager }: AwsProvider, report: StoreReport): void {
  if (BAD_HOST.test(region)) {
    report(
      ["region"],
      "Cannot make the address of an endpoint from this region",
      'Write it as "eu-central-1"',
    );
  }
  const { forceDeleteWithoutRecovery, recoveryWindowInDays = 0 } = secretsManager ?? {};
  if (recoveryWindowInDays === 0) return;
  const path = ["secretsManager", "recoveryWindowInDays"];
  if (forceDeleteWithoutRecovery === true) {
    report(path, "Cannot use a recovery window with forceDeleteWithoutRecovery", "Remove one of the two");
  }
  if (recoveryWindowInDays < 7 || recoveryWindowInDays > 30) {
    report(path, "Cannot use this recovery window", "At least 7 and at most 30 days are wanted");
  }
}
