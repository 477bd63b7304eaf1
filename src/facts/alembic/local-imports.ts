import type { Expression } from "../../syntax/python/ast.ts";
import { walkAll } from "../../syntax/python/walk.ts";
import type { Project, Resolution } from "../python/project.ts";

interface LocalImport {
  readonly module: string;
  /** null: the module itself. */
  readonly name: string | null;
}

/**
 * The project as seen from one migration whose functions import names themselves (`def upgrade(): from app import x`):
 * such names mean the same in the whole file, unless the module binds them otherwise.
 */
export function withLocalImports(project: Project, path: string): Project {
  const imports = localImports(project, path);
  if (imports.size === 0) return project;
  const resolve = (from: string, dotted: string): Resolution => {
    const [root = "", ...rest] = dotted.split(".");
    const found = from === path ? imports.get(root) : undefined;
    return found === undefined ? project.resolve(from, dotted) : resolveImport(project, path, found, rest);
  };
  return {
    ...project,
    resolve,
    resolveExpression: (from, expression) => {
      const dotted = dottedName(expression);
      return dotted === null ? project.resolveExpression(from, expression) : resolve(from, dotted);
    },
  };
}

/** An import that may stand in a function: most migrations have none, and need not be walked through. */
const innerImport = /(?:^[ \t]+|[:;][ \t]*)(?:from|import)[ \t\\(]/m;

function localImports(project: Project, path: string): ReadonlyMap<string, LocalImport> {
  const imports = new Map<string, LocalImport>();
  if (!innerImport.test(project.text(path) ?? "")) return imports;
  const known = project.bindings(path);
  const add = (alias: string, value: LocalImport): void => {
    if (!known.has(alias)) imports.set(alias, value);
  };
  for (const node of walkAll(project.module(path)?.body ?? [])) {
    if (node.kind === "import") {
      for (const { name, alias } of node.names) {
        add(alias ?? name.split(".")[0] ?? name, {
          module: alias === null ? (name.split(".")[0] ?? name) : name,
          name: null,
        });
      }
    } else if (node.kind === "import-from" && node.level === 0) {
      for (const { name, alias } of node.names) add(alias ?? name, { module: node.module, name });
    }
  }
  return imports;
}

function resolveImport(
  project: Project,
  path: string,
  { module, name }: LocalImport,
  rest: readonly string[],
): Resolution {
  const file = project.findModule(module, path);
  const names = name === null ? rest : [name, ...rest];
  if (file === null) return { kind: "external", name: [module, ...names].join(".") };
  return names.length === 0 ? { kind: "module", path: file } : project.resolve(file, names.join("."));
}

function dottedName(expression: Expression): string | null {
  if (expression.kind === "name") return expression.id;
  if (expression.kind !== "attribute") return null;
  const owner = dottedName(expression.value);
  return owner === null ? null : `${owner}.${expression.attribute}`;
}
