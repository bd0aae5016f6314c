import type { GoString } from "../../go/bytes.ts";
import type { Func, FuncMap } from "../values.ts";
import { fixed, stringAt } from "./arguments.ts";

/**
 * Sprig's functions on paths (Go's path, and path/filepath, which on Linux gives the same).
 */
export const PATH_FUNCS: FuncMap = new Map<string, Func>([
  ["base", onPath(base)],
  ["dir", onPath((path) => clean(path.slice(0, path.lastIndexOf("/") + 1)))],
  ["clean", onPath(clean)],
  ["ext", onPath(ext)],
  ["isAbs", fixed(["string"], (args) => stringAt(args, 0).startsWith("/"))],
  ["osBase", onPath(base)],
  ["osDir", onPath((path) => clean(path.slice(0, path.lastIndexOf("/") + 1)))],
  ["osClean", onPath(clean)],
  ["osExt", onPath(ext)],
  ["osIsAbs", fixed(["string"], (args) => stringAt(args, 0).startsWith("/"))],
]);

function onPath(of: (path: GoString) => GoString): Func {
  return fixed(["string"], (args, context) => {
    const path = stringAt(args, 0);
    context.allocate(path.length);
    return of(path);
  });
}

/** The last element; of slashes alone a slash, of nothing a dot. */
function base(path: GoString): GoString {
  if (path === "") return ".";
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end--;
  return path.slice(path.lastIndexOf("/", end - 1) + 1, end) || "/";
}

/** From the last dot of the last element on. */
function ext(path: GoString): GoString {
  const dot = path.lastIndexOf(".");
  return dot > path.lastIndexOf("/") ? path.slice(dot) : "";
}

/** The shortest path to the same place, by text alone: no empty elements, no dots but leading double ones. */
function clean(path: GoString): GoString {
  const rooted = path.startsWith("/");
  const kept: GoString[] = [];
  for (const element of path.split("/")) {
    if (element === "" || element === ".") continue;
    if (element !== "..") kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push("..");
  }
  return (rooted ? "/" : "") + kept.join("/") || (rooted ? "/" : ".");
}
