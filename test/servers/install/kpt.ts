import { goModule } from "./go-module.ts";

/** The commands of kpt that run functions. */
export const kpt = goModule("kpt", "1.0.0-beta.61");
