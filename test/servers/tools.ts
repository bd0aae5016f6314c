import { chromium } from "./install/chromium.ts";
import { cmpHost } from "./install/cmp-host.ts";
import { helm3, helm4 } from "./install/helm.ts";
import { kpt } from "./install/kpt.ts";
import { kubectl } from "./install/kubectl.ts";
import { kustomize, kustomize56 } from "./install/kustomize.ts";
import { ldap } from "./install/ldap.ts";
import { moto } from "./install/moto.ts";
import { openbao } from "./install/openbao.ts";
import type { Tool } from "./tool.ts";

/** Every tool, in the order in which they are installed. */
export const TOOLS: readonly Tool[] = [
  kustomize,
  kustomize56,
  helm3,
  helm4,
  cmpHost,
  kubectl,
  kpt,
  moto,
  openbao,
  ldap,
  chromium,
];
