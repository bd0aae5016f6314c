import { integer, object, text } from "../field.ts";

/** ESO: SecretStoreRetrySettings. */
export const retrySettings = object({ maxRetries: integer(-(2 ** 31), 2 ** 31 - 1), retryInterval: text() });
