import Handlebars from "handlebars";

type Program = hbs.AST.Program;
type Statement = hbs.AST.Statement;
type Expression = hbs.AST.Expression;

/**
 * Compiles the part of Handlebars that the page uses (texts, members, `if` with `else`, `each`) into the body of a
 * function of `c0`, the root, and `e`, which escapes: plain JavaScript, so that no runtime of Handlebars has to be
 * loaded for it. Throws TypeError for anything else.
 */
export function compileTemplate(template: string): string {
  const body = compileProgram(Handlebars.parse(template), 0);
  return `const t = (x) => (Array.isArray(x) ? x.length > 0 : Boolean(x));\nlet o = "";\n${body}return o;\n`;
}

/** `depth` is how many `each` are around: their items are c1, c2 and so on. */
function compileProgram({ body }: Program, depth: number): string {
  return body.map((statement) => compileStatement(statement, depth)).join("");
}

function compileStatement(statement: Statement, depth: number): string {
  if (isA<hbs.AST.ContentStatement>(statement, "ContentStatement"))
    return statement.value === "" ? "" : `o += ${JSON.stringify(statement.value)};\n`;
  if (isA<hbs.AST.MustacheStatement>(statement, "MustacheStatement")) {
    if (statement.params.length > 0) throw unsupported("a helper");
    const value = compilePath(statement.path, depth);
    return statement.escaped ? `o += e(${value});\n` : `o += ${value};\n`;
  }
  if (isA<hbs.AST.BlockStatement>(statement, "BlockStatement")) return compileBlock(statement, depth);
  throw unsupported(statement.type);
}

function compileBlock({ path, params, program, inverse }: hbs.AST.BlockStatement, depth: number): string {
  const [subject] = params;
  const helper = isA<hbs.AST.PathExpression>(path, "PathExpression") ? path.original : "";
  if (subject === undefined || params.length > 1)
    throw unsupported(`{{#${helper}}} of ${params.length} parameters`);
  const value = compilePath(subject, depth);
  if (helper === "if") {
    const otherwise =
      (inverse as Program | undefined) === undefined ? "" : ` else {\n${compileProgram(inverse, depth)}}`;
    return `if (t(${value})) {\n${compileProgram(program, depth)}}${otherwise}\n`;
  }
  if (helper !== "each" || (inverse as Program | undefined) !== undefined)
    throw unsupported(`{{#${helper}}}`);
  return `for (const c${depth + 1} of ${value}) {\n${compileProgram(program, depth + 1)}}\n`;
}

function compilePath(path: Expression, depth: number): string {
  if (!isA<hbs.AST.PathExpression>(path, "PathExpression") || path.data || path.depth > 0)
    throw unsupported(path.type);
  return [`c${depth}`, ...path.parts.map((part) => `[${JSON.stringify(part)}]`)].join("");
}

function isA<Node extends hbs.AST.Node>(node: hbs.AST.Node, type: Node["type"]): node is Node {
  return node.type === type;
}

function unsupported(what: string): TypeError {
  return new TypeError(`The page's template cannot have ${what}`);
}
