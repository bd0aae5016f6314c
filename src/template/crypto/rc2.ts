/** RFC 2268's table: a permutation of the bytes, taken from the digits of pi. */
const PI_TABLE = Uint8Array.from(
  (
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2" +
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82" +
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7" +
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec" +
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9" +
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
  ).match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);

const BLOCK = 8;
const KEY_BYTES = 128;
const SHIFTS = [1, 2, 3, 5] as const;

/**
 * RC2 in CBC mode (RFC 2268), which OpenSSL keeps in a provider that Node does not load. The key's length is also
 * its effective length; the ciphertext must be of whole blocks.
 */
export function decryptRc2Cbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const expanded = expandKey(key);
  const plaintext = new Uint8Array(ciphertext.length);
  for (let at = 0; at < ciphertext.length; at += BLOCK) {
    const previous = at === 0 ? iv : ciphertext.subarray(at - BLOCK, at);
    const block = decryptBlock(expanded, ciphertext.subarray(at, at + BLOCK));
    for (let index = 0; index < BLOCK; index++) {
      plaintext[at + index] = (block[index] ?? 0) ^ (previous[index] ?? 0);
    }
  }
  return plaintext;
}

/** 64 words of 16 bits. */
function expandKey(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(KEY_BYTES);
  bytes.set(key);
  for (let at = key.length; at < KEY_BYTES; at++) {
    bytes[at] = piByte((bytes[at - 1] ?? 0) + (bytes[at - key.length] ?? 0));
  }
  const first = KEY_BYTES - key.length;
  bytes[first] = piByte(bytes[first] ?? 0);
  for (let at = first - 1; at >= 0; at--) {
    bytes[at] = piByte((bytes[at + 1] ?? 0) ^ (bytes[at + key.length] ?? 0));
  }
  return Uint16Array.from({ length: KEY_BYTES / 2 }, (_, at) => wordAt(bytes, at));
}

/** Five rounds of mixing, six and five more, with a round of mashing between them, all in reverse. */
function decryptBlock(expanded: Uint16Array, block: Uint8Array): Uint8Array {
  const words = Uint16Array.from({ length: 4 }, (_, at) => wordAt(block, at));
  let next = expanded.length - 1;
  for (let round = 15; round >= 0; round--) {
    for (let at = 3; at >= 0; at--) unmix(words, at, expanded[next--] ?? 0);
    if (round === 11 || round === 5) unmash(words, expanded);
  }
  return Uint8Array.from({ length: BLOCK }, (_, at) => ((words[at >> 1] ?? 0) >> (8 * (at & 1))) & 0xff);
}

function unmix(words: Uint16Array, at: number, key: number): void {
  const [one, two, three] = [words[(at + 3) & 3] ?? 0, words[(at + 2) & 3] ?? 0, words[(at + 1) & 3] ?? 0];
  const shift = SHIFTS[at] ?? 0;
  const word = words[at] ?? 0;
  const rotated = (word >>> shift) | (word << (16 - shift));
  words[at] = rotated - key - (one & two) - (~one & three);
}

function unmash(words: Uint16Array, expanded: Uint16Array): void {
  for (let at = 3; at >= 0; at--) {
    words[at] = (words[at] ?? 0) - (expanded[(words[(at + 3) & 3] ?? 0) & 63] ?? 0);
  }
}

function piByte(index: number): number {
  return PI_TABLE[index & 0xff] ?? 0;
}

/** The little-endian word at a position. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[2 * at] ?? 0) | ((bytes[2 * at + 1] ?? 0) << 8);
}
