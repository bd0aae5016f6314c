import type { Answer } from "../../eso/read-request.ts";
import { Sensitive } from "../../ground/sensitive.ts";
import type { AwsValue } from "./select.ts";
import { AwsSecret } from "./select.ts";

/** A secret or a parameter, with its value. */
export interface NamedValue {
  readonly name: string;
  readonly arn: string;
  readonly value: AwsValue;
}

/** The text of a value as the SDK gives it. */
export function textValue(text: string | undefined): Sensitive | undefined {
  return text === undefined ? undefined : Sensitive.ofText(text);
}

/** The answer to a request for it. */
export function answerWith({ value }: NamedValue): Answer<AwsSecret> {
  return { kind: "value", value: new AwsSecret(value) };
}
