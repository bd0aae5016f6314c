import { goModule } from "./go-module.ts";

export const kubectl = goModule("kubectl", "1.35.6");
