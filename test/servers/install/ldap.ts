import { goModule } from "./go-module.ts";

/** A directory of one entry, behind which Vault's ldap method logs in. */
export const ldap = goModule("ldap", "0.1.14");
