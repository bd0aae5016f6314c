/** What a service of AWS said in place of an answer. Its own text is kept for looking at, never for printing. */
export interface ServiceError {
  /** Its code: `AccessDeniedException`. Empty where the answer had none. */
  readonly code: string;
  readonly status: number;
  readonly text: string;
  readonly requestId: string | undefined;
  /** The SDK found that the clock of this machine differs from the service's, and will allow for it. */
  readonly isClockCorrected: boolean;
  /** How far the service's clock is ahead, in milliseconds; 0 where it does not tell. */
  readonly skew: number;
}

/** What is to be done about a service's error. */
export type ErrorClass = "throttled" | "server" | "expired" | "clock" | "credentials" | "denied" | "request";

/** A service's error about one request; what it means depends on the operation. */
export class AwsFailure extends Error {
  override readonly name = "AwsFailure";
  readonly error: ServiceError;
  readonly kind: ErrorClass;

  constructor(error: ServiceError) {
    super(error.code);
    this.error = error;
    this.kind = classOf(error);
  }
}

/** The service's error in what an SDK client threw at `now`; undefined where the service did not answer. */
export function serviceErrorOf(thrown: unknown, now: number): ServiceError | undefined {
  if (!isRecord(thrown)) return undefined;
  const metadata = recordAt(thrown, "$metadata");
  const response = recordAt(thrown, "$response");
  const status = metadata["httpStatusCode"] ?? response["statusCode"];
  if (typeof status !== "number" || status < 300) return undefined;
  const body = bodyAt(response);
  return {
    code: codeAt(thrown) || (XML_CODE.exec(body)?.[1] ?? ""),
    status,
    text: `${textAt(thrown, "message")} ${body}`,
    requestId: textAt(metadata, "requestId") || undefined,
    isClockCorrected: metadata["clockSkewCorrected"] === true,
    skew: skewOf(recordAt(response, "headers"), now),
  };
}

/** Some gateways before the JSON services answer in XML. */
const XML_CODE = /<Code>([A-Za-z.]{1,64})<\/Code>/;

function bodyAt(response: Readonly<Record<string, unknown>>): string {
  const { body } = response;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : textAt(response, "body");
}

function skewOf(headers: Readonly<Record<string, unknown>>, now: number): number {
  const date = Date.parse(textAt(headers, "date"));
  return Number.isNaN(date) ? 0 : date - now;
}

/** SDK errors are named after the code; errors of reading an answer have JavaScript's names. */
function codeAt(thrown: Readonly<Record<string, unknown>>): string {
  const name = textAt(thrown, "name");
  return /^[A-Za-z.]{1,64}$/.test(name) && !/^(?:Syntax|Type|Range)?Error$/.test(name) ? name : "";
}

function classOf({ code: named, status, isClockCorrected }: ServiceError): ErrorClass {
  const code = named.replace(/Exception$/, "");
  if (CLOCK.has(code)) return "clock";
  if (SIGNATURE.has(code)) return isClockCorrected ? "clock" : "credentials";
  const known = CLASSES.find(([, codes]) => codes.has(code));
  if (known !== undefined) return known[0];
  if (status === 429) return "throttled";
  if (status >= 500) return "server";
  if (status === 401) return "credentials";
  return status === 403 ? "denied" : "request";
}

const CLOCK = new Set(["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]);
const SIGNATURE = new Set(["InvalidSignature", "SignatureDoesNotMatch", "AuthFailure"]);

const CLASSES: readonly (readonly [ErrorClass, ReadonlySet<string>])[] = [
  [
    "throttled",
    new Set([
      "BandwidthLimitExceeded",
      "LimitExceeded",
      "PriorRequestNotComplete",
      "ProvisionedThroughputExceeded",
      "RequestLimitExceeded",
      "RequestThrottled",
      "SlowDown",
      "Throttling",
      "Throttled",
      "TooManyRequests",
    ]),
  ],
  [
    "server",
    new Set([
      "IDPCommunicationError",
      "InternalFailure",
      "InternalServerError",
      "InternalServiceError",
      "RequestTimeout",
      "ServiceUnavailable",
    ]),
  ],
  ["expired", new Set(["ExpiredToken"])],
  [
    "credentials",
    new Set([
      "AuthorizationHeaderMalformed",
      "IncompleteSignature",
      "InvalidAccessKeyId",
      "InvalidClientTokenId",
      "InvalidToken",
      "MissingAuthenticationToken",
      "OptInRequired",
      "UnrecognizedClient",
    ]),
  ],
  ["denied", new Set(["AccessDenied", "UnauthorizedOperation"])],
];

function recordAt(
  object: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> {
  const value = object[name];
  return isRecord(value) ? value : {};
}

function textAt(object: Readonly<Record<string, unknown>>, name: string): string {
  const value = object[name];
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
