/**
 * A Go string: bytes, not text. It is a JavaScript string with one code unit (0 to 255) per byte, so that
 * `length`, slicing and comparison are Go's own.
 */
export type GoString = string;
