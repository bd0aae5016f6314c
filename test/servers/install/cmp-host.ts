import { goModule } from "./go-module.ts";

/** Argo CD's config management plugin server with a client. */
export const cmpHost = goModule("cmp-host", "3.2.12");
