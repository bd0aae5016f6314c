import type { Problem } from "../../ground/diagnostic.ts";
import { visible } from "../../ground/visible.ts";

/** The region of a store's endpoints and signatures, or why there is none. */
export type Region = { readonly region: string } | { readonly problem: Problem };

/**
 * The region of a store: its own, or that of the environment where it names none. Only what looks like a region of
 * AWS is taken, since the region becomes a part of the endpoint's host name.
 */
export function regionOf(own: string, environment: Readonly<Record<string, string | undefined>>): Region {
  const { AWS_REGION: first = "", AWS_DEFAULT_REGION: second = "" } = environment;
  const region = [own, first, second].find((text) => text !== "");
  if (region === undefined) return { problem: NO_REGION };
  return REGION.test(region) ? { region } : { problem: badRegion(region) };
}

/** The European Sovereign Cloud's begin with four letters: `eusc-de-east-1`. */
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;

const NO_REGION: Problem = {
  code: "REGION_INVALID",
  message: "Cannot tell the AWS region of the store: it names none",
  hint: 'Set spec.provider.aws.region, for example to "eu-central-1"',
};

function badRegion(region: string): Problem {
  return {
    code: "REGION_INVALID",
    message: `Cannot use "${visible(region)}" as an AWS region: it is not spelt like one`,
    hint: 'A region is spelt like "eu-central-1" or "us-gov-west-1"',
  };
}
