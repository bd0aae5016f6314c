/**
 * The text of bytes in UTF-8; undefined for what is not, which would pass with other characters in its place. A byte
 * order mark is left out, unless `ignoreBOM` says to take it for text.
 */
export function decodeUtf8(
  bytes: Uint8Array,
  options: { readonly ignoreBOM?: boolean } = {},
): string | undefined {
  try {
    return new TextDecoder("utf-8", { ...options, fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
