/** A text would become longer than was asked for; what there is of it is dropped. */
export class TooLongError extends Error {
  override readonly name = "TooLongError";
}
