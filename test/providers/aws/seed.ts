/** One step of filling the server, as the recorded cases have it. */
export interface SeedStep {
  readonly service: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly region?: string;
  /** A role that does it. */
  readonly as?: string;
  /** Placeholder to the member of the answer that it stands for. */
  readonly capture?: Readonly<Record<string, string>>;
}

const TARGETS: Readonly<Record<string, string>> = { secretsmanager: "secretsmanager", ssm: "AmazonSSM" };

/** Fills a server, in order; gives what placeholders stand for. */
export async function seed(url: string, steps: readonly SeedStep[]): Promise<Map<string, string>> {
  const captured = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const step of steps) {
    const answer = await ask(url, step, await keyOf(url, step.as, keys));
    for (const [name, member] of Object.entries(step.capture ?? {}))
      captured.set(name, String(answer[member]));
  }
  return captured;
}

async function ask(
  url: string,
  step: SeedStep,
  accessKey: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { service, operation, parameters, region = "us-east-1" } = step;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${TARGETS[service] ?? service}.${operation}`,
      authorization: authorization(accessKey, region, service),
    },
    body: JSON.stringify(parameters, (_, value: unknown) => base64Of(value) ?? value),
  });
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

/** Bytes stand as `{"$base64": "…"}` in the recorded file. */
function base64Of(value: unknown): unknown {
  return typeof value === "object" && value !== null && "$base64" in value ? value.$base64 : undefined;
}

/** moto knows accounts by the keys of their roles. */
async function keyOf(url: string, role: string | undefined, known: Map<string, string>): Promise<string> {
  if (role === undefined) return "AKIATEST";
  const key = known.get(role);
  if (key !== undefined) return key;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: authorization("AKIATEST", "us-east-1", "sts"),
    },
    body: new URLSearchParams({
      Action: "AssumeRole",
      Version: "2011-06-15",
      RoleArn: role,
      RoleSessionName: "seed",
    }).toString(),
  });
  const assumed = /<AccessKeyId>(\w+)</.exec(await response.text())?.[1] ?? "";
  known.set(role, assumed);
  return assumed;
}

function authorization(accessKey: string, region: string, service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKey}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}
