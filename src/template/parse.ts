import type { GoString } from "../go/bytes.ts";
import type { Token } from "./lex.ts";
import { TEMPLATE_LIMITS, type TemplateLimits } from "./limits.ts";
import type { BranchNode, ListNode, Node, PipeNode, TemplateNode } from "./nodes.ts";
import { isEmptyList } from "./nodes.ts";
import type { FunctionNames, PipelineScope } from "./parse-pipeline.ts";
import { parsePipeline, parseString } from "./parse-pipeline.ts";
import { TemplateError, excerpt } from "./template-error.ts";
import { TokenStream } from "./token-stream.ts";

/** A parsed template: its own body, and all that it defines, under its name too. */
export interface TemplateTree {
  readonly name: GoString;
  readonly text: GoString;
  readonly root: ListNode;
  readonly templates: ReadonlyMap<GoString, ListNode>;
}

export interface ParseOptions {
  readonly name: GoString;
  readonly text: GoString;
  /** The functions that the template may name. */
  readonly functions: FunctionNames;
  readonly limits?: Partial<Pick<TemplateLimits, "source" | "nesting">>;
}

/**
 * Parses a template (Go: text/template/parse, Parse). Throws a TemplateError for what Go refuses, and where it is
 * longer or nested deeper than the limits allow.
 */
export function parseTemplate({ name, text, functions, limits = {} }: ParseOptions): TemplateTree {
  const { source, nesting } = { ...TEMPLATE_LIMITS, ...limits };
  if (text.length > source) {
    const fault = { kind: "limit", what: `it has more than ${source} bytes` } as const;
    throw new TemplateError(name, { line: 1, column: 1 }, fault);
  }
  const definitions = new Definitions();
  const tokens = new TokenStream(name, text);
  const shared: Shared = { functions, nesting, tokens, definitions, depth: 0 };
  new BodyParser(shared).parseText(name);
  return { name, text, root: definitions.get(name), templates: definitions.templates };
}

/** What all bodies of one text have in common. */
interface Shared {
  readonly functions: FunctionNames;
  readonly nesting: number;
  readonly tokens: TokenStream;
  readonly definitions: Definitions;
  /** How many blocks and parentheses are open. */
  depth: number;
}

/** Named bodies; one of nothing but white space gives way to any other. */
class Definitions {
  readonly templates = new Map<GoString, ListNode>();

  /** Adds a body; false where its name has one already. */
  add(name: GoString, list: ListNode): boolean {
    const existing = this.templates.get(name);
    if (existing === undefined || isEmptyList(existing)) this.templates.set(name, list);
    else return isEmptyList(list);
    return true;
  }

  get(name: GoString): ListNode {
    return this.templates.get(name) ?? { pos: 0, nodes: [] };
  }
}

/** What ends a list of nodes. */
interface Closer {
  readonly kind: "end" | "else";
  readonly pos: number;
}

/** Parses one body: the text itself, or what a define or block holds. Variables and loops of others do not reach in. */
class BodyParser {
  readonly #shared: Shared;
  readonly #tokens: TokenStream;
  readonly #scope: PipelineScope;
  #openRanges = 0;

  constructor(shared: Shared) {
    this.#shared = shared;
    this.#tokens = shared.tokens;
    const descend = (pos: number): (() => void) => this.#descend(pos);
    const { tokens, functions } = shared;
    this.#scope = { tokens, functions, variables: ["$"], descend };
  }

  /** Parses the whole text, with its definitions. */
  parseText(name: GoString): void {
    const nodes: Node[] = [];
    const { pos } = this.#tokens.peek();
    while (this.#tokens.peek().kind !== "end of text") {
      if (this.#parseDefine()) continue;
      const node = this.#parseNode();
      if (isCloser(node)) throw this.#tokens.error(node.pos, `"{{ ${node.kind} }}" closes nothing`);
      nodes.push(node);
    }
    this.#define(name, { pos, nodes }, pos);
  }

  /** `{{ define "name" }} … {{ end }}`, which stands only at the top; false where none begins. */
  #parseDefine(): boolean {
    const { mark } = this.#tokens;
    const isDefine =
      this.#tokens.next().kind === "left delimiter" && this.#tokens.nextNonSpace().kind === "define";
    if (!isDefine) {
      this.#tokens.backTo(mark);
      return false;
    }
    const name = this.#tokens.expect("define", "string", "raw string");
    const value = parseString(this.#tokens, name);
    this.#tokens.expect("define", "right delimiter");
    this.#parseBody(value, name.pos);
    return true;
  }

  /** A body of its own up to its end, under a name. */
  #parseBody(name: GoString, pos: number): void {
    const ascend = this.#descend(pos);
    const { list, closer } = new BodyParser(this.#shared).#parseList();
    if (closer.kind === "else") throw this.#tokens.error(closer.pos, '"{{ else }}" belongs to nothing');
    this.#define(name, list, pos);
    ascend();
  }

  #define(name: GoString, list: ListNode, pos: number): void {
    if (this.#shared.definitions.add(name, list)) return;
    throw this.#tokens.error(pos, `template "${excerpt(name)}" is defined twice`);
  }

  /** Nodes up to an end or else, which is taken. */
  #parseList(): { readonly list: ListNode; readonly closer: Closer } {
    const nodes: Node[] = [];
    const { pos } = this.#tokens.peekNonSpace();
    for (;;) {
      const token = this.#tokens.peekNonSpace();
      if (token.kind === "end of text") throw this.#tokens.unexpected(token, "input");
      const node = this.#parseNode();
      if (isCloser(node)) return { list: { pos, nodes }, closer: node };
      nodes.push(node);
    }
  }

  #parseNode(): Node | Closer {
    const token = this.#tokens.nextNonSpace();
    if (token.kind === "text") return { kind: "text", pos: token.pos, text: token.text };
    if (token.kind === "left delimiter") return this.#parseAction();
    throw this.#tokens.unexpected(token, "input");
  }

  #parseAction(): Node | Closer {
    const { mark } = this.#tokens;
    const token = this.#tokens.nextNonSpace();
    switch (token.kind) {
      case "block":
        return this.#parseBlock();
      case "break":
      case "continue":
        return this.#parseJump(token.kind, token.pos);
      case "else":
        return this.#parseElse();
      case "end":
        return { kind: "end", pos: this.#tokens.expect("end", "right delimiter").pos };
      case "if":
      case "range":
      case "with":
        return this.#parseBranch(token.kind, token.pos);
      case "template":
        return this.#parseTemplateCall();
      default:
        this.#tokens.backTo(mark);
        return { kind: "action", pos: token.pos, pipe: this.#pipeline("command") };
    }
  }

  #pipeline(context: string): PipeNode {
    return parsePipeline(this.#scope, context, "right delimiter");
  }

  #parseJump(kind: "break" | "continue", pos: number): Node {
    this.#tokens.expect(kind, "right delimiter");
    if (this.#openRanges === 0) throw this.#tokens.error(pos, `"{{ ${kind} }}" stands outside a range`);
    return { kind, pos };
  }

  /** Leaves the if or with of `{{ else if … }}` for whoever the else belongs to. */
  #parseElse(): Closer {
    const next = this.#tokens.peekNonSpace();
    if (next.kind === "if" || next.kind === "with") return { kind: "else", pos: next.pos };
    return { kind: "else", pos: this.#tokens.expect("else", "right delimiter").pos };
  }

  #parseBranch(kind: BranchNode["kind"], pos: number): BranchNode {
    const ascend = this.#descend(pos);
    const { variables } = this.#scope;
    const declared = variables.length;
    const pipe = this.#pipeline(kind);
    if (kind === "range") this.#openRanges++;
    const { list, closer } = this.#parseList();
    if (kind === "range") this.#openRanges--;
    const elseList = closer.kind === "else" ? this.#parseElseList(kind) : undefined;
    variables.length = declared;
    ascend();
    return { kind, pos: pipe.pos, pipe, list, elseList };
  }

  /** `{{ else if … }}` is an if inside the else, without an end of its own; the same for with. */
  #parseElseList(kind: BranchNode["kind"]): ListNode {
    const next = this.#tokens.peek();
    if ((kind === "if" || kind === "with") && next.kind === kind) {
      this.#tokens.next();
      return { pos: next.pos, nodes: [this.#parseBranch(kind, next.pos)] };
    }
    const { list, closer } = this.#parseList();
    if (closer.kind === "else")
      throw this.#tokens.error(closer.pos, 'a second "{{ else }}" follows the first');
    return list;
  }

  #parseBlock(): TemplateNode {
    const token = this.#tokens.expect("block", "string", "raw string");
    const name = parseString(this.#tokens, token);
    const pipe = this.#pipeline("block");
    this.#parseBody(name, token.pos);
    return { kind: "template", pos: token.pos, name, pipe };
  }

  #parseTemplateCall(): TemplateNode {
    const token: Token = this.#tokens.expect("template", "string", "raw string");
    const name = parseString(this.#tokens, token);
    const hasPipe = this.#tokens.peekNonSpace().kind !== "right delimiter";
    const pipe = hasPipe ? this.#pipeline("template") : undefined;
    if (!hasPipe) this.#tokens.next();
    return { kind: "template", pos: token.pos, name, pipe };
  }

  #descend(pos: number): () => void {
    const { nesting } = this.#shared;
    if (this.#shared.depth >= nesting) {
      const what = `blocks and parentheses are nested more than ${nesting} deep`;
      throw this.#tokens.error(pos, what, { kind: "limit" });
    }
    this.#shared.depth++;
    return () => {
      this.#shared.depth--;
    };
  }
}

function isCloser(node: Node | Closer): node is Closer {
  return node.kind === "end" || node.kind === "else";
}
