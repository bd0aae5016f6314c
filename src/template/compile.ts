import type { GoString } from "../go/bytes.ts";
import { compileOperand, compilePipeline } from "./compile-pipeline.ts";
import { compileRange } from "./compile-range.ts";
import type { Execution, Operand } from "./execution.ts";
import type { ActionNode, BranchNode, ListNode, Node, TemplateNode } from "./nodes.ts";
import type { TemplateTree } from "./parse.ts";
import { costOf } from "./pipeline-cost.ts";
import { formatValue } from "./print.ts";
import type { CompileScope, Step } from "./step.ts";
import { TemplateError, excerpt, positionAt } from "./template-error.ts";
import { isTrue } from "./truth.ts";
import type { FuncMap } from "./values.ts";

/**
 * Compiles a template into closures (what Go's exec.go walks). They throw TemplateErrors; a bound that is passed
 * outside of a function is a LimitError, and what cannot be printed a FuncError, both about `execution.pos`.
 */
export function compileTemplate(tree: TemplateTree, funcs: FuncMap): Step {
  return new Compiler(tree, funcs).compile();
}

class Compiler {
  readonly #tree: TemplateTree;
  readonly #scope: CompileScope;
  readonly #bodies = new Map<GoString, { step: Step | undefined }>();
  /** How many blocks are open; a range counts twice, as it takes more of JavaScript's stack. */
  #level = 0;

  constructor(tree: TemplateTree, funcs: FuncMap) {
    this.#tree = tree;
    const ids = new Map<GoString, number>();
    this.#scope = {
      funcs,
      operand: (node) => compileOperand(node, this.#scope),
      fail: (pos, fault) => new TemplateError(tree.name, positionAt(tree.text, pos), fault),
      variableId(name) {
        const id = ids.get(name) ?? ids.size;
        ids.set(name, id);
        return id;
      },
    };
  }

  compile(): Step {
    const root = this.#compileList(this.#tree.root);
    const dollar = this.#scope.variableId("$");
    return (execution) => {
      execution.variables.declare(dollar, execution.dot);
      return root(execution);
    };
  }

  #compileList({ nodes }: ListNode): Step {
    const steps = nodes.map((node) => this.#compileNode(node));
    const [only] = steps;
    if (steps.length === 1 && only !== undefined) return only;
    return (execution) => {
      for (const step of steps) {
        const flow = step(execution);
        if (flow !== "end") return flow;
      }
      return "end";
    };
  }

  #compileNode(node: Node): Step {
    switch (node.kind) {
      case "text":
        return compileText(node.text);
      case "action":
        return compileAction(node, this.#scope);
      case "if":
      case "with":
        return this.#compileBranch(node);
      case "range":
        return this.#compileRange(node);
      case "template":
        return this.#compileCall(node);
      case "break":
      case "continue": {
        const flow = node.kind;
        return () => flow;
      }
      default:
        return node satisfies never;
    }
  }

  /** Variables that are declared in an if or with, its pipeline included, end with it. */
  #compileBranch({ kind, pos, pipe, list, elseList }: BranchNode): Step {
    const condition = compilePipeline(pipe, this.#scope);
    const [body, otherwise] = this.#compileBlocks(1, list, elseList);
    const cost = costOf(pipe);
    return (execution) => {
      execution.pos = pos;
      execution.charge(cost);
      const { variables, dot } = execution;
      const mark = variables.length;
      const value = condition(execution);
      let flow;
      if (isTrue(value)) {
        if (kind === "with") execution.dot = value;
        flow = body(execution);
        execution.dot = dot;
      } else flow = otherwise(execution);
      variables.cut(mark);
      return flow;
    };
  }

  #compileRange(node: BranchNode): Step {
    const [body, otherwise] = this.#compileBlocks(2, node.list, node.elseList);
    return compileRange(node, body, otherwise, this.#scope);
  }

  #compileBlocks(levels: number, list: ListNode, elseList: ListNode | undefined): [Step, Step] {
    this.#level += levels;
    const body = this.#compileList(list);
    const otherwise = elseList === undefined ? doNothing : this.#compileList(elseList);
    this.#level -= levels;
    return [body, otherwise];
  }

  /** A called template sees no variables but `$`, which is what it was called with. */
  #compileCall({ pos, name, pipe }: TemplateNode): Step {
    const body = this.#body(name);
    const argument = pipe === undefined ? noValue : compilePipeline(pipe, this.#scope);
    const dollar = this.#scope.variableId("$");
    const levels = this.#level + 1;
    const cost = 1 + (pipe === undefined ? 0 : costOf(pipe));
    return (execution) => {
      execution.pos = pos;
      execution.charge(cost);
      if (body?.step === undefined) throw this.#undefinedTemplate(pos, name);
      execution.enter(levels);
      const { variables, dot } = execution;
      execution.dot = argument(execution);
      const hidden = variables.hide();
      variables.declare(dollar, execution.dot);
      body.step(execution);
      variables.show(hidden);
      execution.dot = dot;
      execution.leave(levels);
      return "end";
    };
  }

  /** A defined template, compiled once; it may call itself, so the step comes after the body. */
  #body(name: GoString): { step: Step | undefined } | undefined {
    const list = this.#tree.templates.get(name);
    const known = this.#bodies.get(name);
    if (list === undefined || known !== undefined) return known;
    const body: { step: Step | undefined } = { step: undefined };
    this.#bodies.set(name, body);
    const level = this.#level;
    this.#level = 0;
    body.step = this.#compileList(list);
    this.#level = level;
    return body;
  }

  #undefinedTemplate(pos: number, name: GoString): TemplateError {
    const known = [...this.#tree.templates.keys()].filter((other) => other !== this.#tree.name);
    const what = `template "${excerpt(name)}" is not defined`;
    return this.#scope.fail(pos, { kind: "exec", what, misspelt: { what: "template", name, known } });
  }
}

function compileText(text: GoString): Step {
  return (execution) => {
    execution.write(text);
    return "end";
  };
}

/** An action writes its value, unless it declares or assigns a variable. */
function compileAction({ pos, pipe }: ActionNode, scope: CompileScope): Step {
  const evaluate = compilePipeline(pipe, scope);
  const cost = costOf(pipe);
  const isSilent = pipe.variables.length > 0;
  return (execution) => {
    execution.pos = pos;
    execution.charge(cost);
    const value = evaluate(execution);
    if (!isSilent) execution.write(typeof value === "string" ? value : printed(value, execution));
    return "end";
  };
}

function printed(value: Operand, execution: Execution): GoString {
  return value === undefined || value === null ? "<no value>" : formatValue(value, execution);
}

function doNothing(): "end" {
  return "end";
}

function noValue(): undefined {
  return undefined;
}
