import type { GoString } from "../go/bytes.ts";
import type {
  BranchNode,
  CommandNode,
  ListNode,
  Node,
  OperandNode,
  PipeNode,
  TemplateNode,
} from "./nodes.ts";
import type { TemplateTree } from "./parse.ts";
import { parseTemplate, type ParseOptions } from "./parse.ts";

/** What a template asks for, without running it. */
export interface TemplateUses {
  /** Functions that it names. */
  readonly functions: ReadonlySet<string>;
  /** Keys of the data that it names: `.host`, `$.host`, `index . "host"`. */
  readonly keys: ReadonlySet<GoString>;
  /** Keys among them that may be missing: `index . "host"` gives "" then, and no error. */
  readonly optionalKeys: ReadonlySet<GoString>;
  /** Whether it uses the data as a whole too, as `range .` and `toJson .` do, and so perhaps other keys. */
  readonly isWholeDataUsed: boolean;
}

/**
 * Parses a template and says what it uses. Where the dot may be either the data or something else, as in a template
 * that is called with both, its fields count as keys. Throws a TemplateError for what cannot be parsed.
 */
export function inspectTemplate(options: ParseOptions): TemplateUses {
  const inspector = new Inspector(parseTemplate(options));
  inspector.inspect();
  return inspector;
}

class Inspector implements TemplateUses {
  readonly functions = new Set<string>();
  readonly keys = new Set<GoString>();
  readonly optionalKeys = new Set<GoString>();
  isWholeDataUsed = false;
  readonly #tree: TemplateTree;
  /** Bodies that were seen, by whether their dot is the data. */
  readonly #seen = { data: new Set<GoString>(), other: new Set<GoString>() };
  /** Whether the dot, and the dollar sign, are the data where the inspector is. */
  #isDotData = true;
  #isDollarData = true;

  constructor(tree: TemplateTree) {
    this.#tree = tree;
  }

  inspect(): void {
    this.#list(this.#tree.root);
    for (const name of this.#tree.templates.keys()) {
      if (name !== this.#tree.name) this.#body(name, false);
    }
  }

  #list({ nodes }: ListNode): void {
    for (const node of nodes) this.#node(node);
  }

  #node(node: Node): void {
    switch (node.kind) {
      case "action":
        this.#pipe(node.pipe);
        break;
      case "if":
      case "range":
      case "with":
        this.#branch(node);
        break;
      case "template":
        this.#call(node);
        break;
      case "text":
      case "break":
      case "continue":
        break;
      default:
        node satisfies never;
    }
  }

  #branch({ kind, pipe, list, elseList }: BranchNode): void {
    const isDotData = this.#isDotData;
    if (kind === "if" || !this.#isData(pipe)) this.#pipe(pipe);
    else if (kind === "range") this.isWholeDataUsed = true;
    if (kind === "range" || (kind === "with" && !this.#isData(pipe))) this.#isDotData = false;
    this.#list(list);
    this.#isDotData = isDotData;
    if (elseList !== undefined) this.#list(elseList);
  }

  #call({ name, pipe }: TemplateNode): void {
    const isData = pipe !== undefined && this.#isData(pipe);
    if (pipe !== undefined && !isData) this.#pipe(pipe);
    this.#body(name, isData);
  }

  #body(name: GoString, isData: boolean): void {
    const list = this.#tree.templates.get(name);
    const seen = isData ? this.#seen.data : this.#seen.other;
    if (list === undefined || seen.has(name)) return;
    seen.add(name);
    const [isDotData, isDollarData] = [this.#isDotData, this.#isDollarData];
    this.#isDotData = isData;
    this.#isDollarData = isData;
    this.#list(list);
    this.#isDotData = isDotData;
    this.#isDollarData = isDollarData;
  }

  /** Whether a pipeline is nothing but the data. */
  #isData({ commands }: PipeNode): boolean {
    const [only] = commands;
    return commands.length === 1 && only?.args.length === 0 && this.#isDataOperand(only.first);
  }

  #isDataOperand(node: OperandNode): boolean {
    if (node.kind === "pipe") return this.#isData(node);
    if (node.kind === "dot") return this.#isDotData;
    return node.kind === "variable" && node.name === "$" && node.fields.length === 0 && this.#isDollarData;
  }

  #pipe({ commands }: PipeNode): void {
    for (const command of commands) this.#command(command);
  }

  #command({ first, args }: CommandNode): void {
    const [collection, key, ...rest] = args;
    const isIndexed = first.kind === "identifier" && first.name === "index" && key?.kind === "string";
    if (!isIndexed || collection === undefined || !this.#isDataOperand(collection)) {
      for (const operand of [first, ...args]) this.#operand(operand);
      return;
    }
    this.functions.add("index");
    this.keys.add(key.value);
    this.optionalKeys.add(key.value);
    for (const operand of rest) this.#operand(operand);
  }

  #operand(node: OperandNode): void {
    if (node.kind === "identifier") this.functions.add(node.name);
    else if (node.kind === "field") this.#key(this.#isDotData, node.fields);
    else if (node.kind === "variable") this.#key(node.name === "$" && this.#isDollarData, node.fields);
    else if (node.kind === "dot") this.#key(this.#isDotData, []);
    else if (node.kind === "pipe") this.#pipe(node);
    else if (node.kind === "chain") this.#operandOfChain(node.operand, node.fields);
  }

  #operandOfChain(operand: OperandNode, fields: readonly GoString[]): void {
    if (this.#isDataOperand(operand)) this.#key(true, fields);
    else this.#operand(operand);
  }

  /** Fields of the data begin with a key; the data without fields is used as a whole. */
  #key(isData: boolean, [key]: readonly GoString[]): void {
    if (!isData) return;
    if (key === undefined) this.isWholeDataUsed = true;
    else this.keys.add(key);
  }
}
