import type { Tool } from "../tool.ts";
import { goInstall } from "./go-install.ts";

export const helm3 = helmOf("3", "3.21.4", "h1:T/GcIEXU/gNjJnkITlIZ3e9xqkZjhFTmISuStTZ6+Qg=");

export const helm4 = helmOf("4", "4.2.4", "h1:qIysMI0JpTC4WXf3AQ99V6rZGT0+gO0Ww8IOnnUnaZk=");

function helmOf(major: string, version: string, sum: string): Tool {
  const module = `helm.sh/helm/v${major}`;
  return {
    name: `helm-${major}`,
    version,
    pins: [sum],
    executable: "helm",
    install: (directory) => goInstall(directory, { path: `${module}/cmd/helm`, module, version, sum }),
  };
}
