import type { Route } from "./route.ts";
import { routeToAzure } from "./route.ts";

/** For `node --import`: routes a child process to the server of its parent, which PRESECRET_TEST_AZURE describes. */
routeToAzure(JSON.parse(process.env["PRESECRET_TEST_AZURE"] ?? "{}") as Route);
delete process.env["PRESECRET_TEST_AZURE"];
