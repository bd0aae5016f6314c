import type { GoString } from "../go/bytes.ts";
import type { Token, TokenKind } from "./lex.ts";
import { LexError, Lexer } from "./lex.ts";
import type { TemplateFault } from "./template-error.ts";
import { TemplateError, excerpt, positionAt } from "./template-error.ts";

/** The tokens of a template, read ahead only as far as the parser looks, so that the first error is the one told. */
export class TokenStream {
  readonly #name: GoString;
  readonly #text: GoString;
  readonly #lexer: Lexer;
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(name: GoString, text: GoString) {
    this.#name = name;
    this.#text = text;
    this.#lexer = new Lexer(text);
  }

  /** The next token, which is then behind. Throws a TemplateError where the text has none. */
  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** The next token, which stays the next. */
  peek(): Token {
    const token = this.#tokens[this.#at] ?? this.#lex();
    this.#tokens[this.#at] = token;
    return token;
  }

  /** The next token that is not a space. */
  nextNonSpace(): Token {
    this.#skipSpaces();
    return this.next();
  }

  /** The next token that is not a space, which stays the next. */
  peekNonSpace(): Token {
    this.#skipSpaces();
    return this.peek();
  }

  /** A place to come back to. */
  get mark(): number {
    return this.#at;
  }

  backTo(mark: number): void {
    this.#at = mark;
  }

  /** Takes the next token that is not a space; it must be one of these kinds. */
  expect(context: string, ...kinds: readonly TokenKind[]): Token {
    const token = this.nextNonSpace();
    if (!kinds.includes(token.kind)) throw this.unexpected(token, context);
    return token;
  }

  /** The error for a token that may not stand where it does. */
  unexpected(token: Token, context: string): TemplateError {
    if (token.kind === "end of text") return this.error(token.pos, 'an "{{ end }}" is missing');
    return this.error(token.pos, `"${excerpt(token.text)}" cannot stand in ${context}`);
  }

  /** An error at a byte offset: of syntax, if `details` do not say otherwise. */
  error(pos: number, what: string, details: Partial<TemplateFault> = {}): TemplateError {
    return new TemplateError(this.#name, positionAt(this.#text, pos), { kind: "syntax", what, ...details });
  }

  #skipSpaces(): void {
    while (this.peek().kind === "space") this.#at++;
  }

  #lex(): Token {
    try {
      return this.#lexer.next();
    } catch (error) {
      if (error instanceof LexError) throw this.error(error.pos, error.message);
      throw error;
    }
  }
}
