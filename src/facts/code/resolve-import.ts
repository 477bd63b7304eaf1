import type { ImportFrom } from "../../syntax/python/ast.ts";
import type { Project, Resolution } from "../python/project.ts";

/** What `name` of a `from … import name` inside a function means; imports at module level are the project's business. */
export function resolveImported(
  project: Project,
  path: string,
  statement: ImportFrom,
  name: string,
): Resolution {
  const { level, module } = statement;
  const found = level === 0 ? project.findModule(module, path) : relativeModule(project, path, level, module);
  if (found !== null) return resolveLocalModule(project, found, name);
  const submodule = level === 0 ? project.findModule(`${module}.${name}`, path) : null;
  if (submodule !== null) return { kind: "module", path: submodule };
  return level === 0
    ? { kind: "external", name: `${module}.${name}` }
    : { kind: "unresolved", reason: "the relative import leads nowhere" };
}

/** `module.name` for a module of the repository: something that it defines, or a module beside it. */
export function resolveLocalModule(project: Project, path: string, name: string): Resolution {
  const resolved = project.resolve(path, name);
  if (resolved.kind !== "unresolved" || !path.endsWith("/__init__.py")) return resolved;
  const folder = path.slice(0, -"__init__.py".length);
  const beside = existing(project, `${folder}${name}`);
  return beside === null ? resolved : { kind: "module", path: beside };
}

function relativeModule(project: Project, path: string, level: number, module: string): string | null {
  const parts = path.split("/").slice(0, -level);
  const target = [...parts, ...(module === "" ? [] : module.split("."))].join("/");
  return existing(project, target);
}

function existing(project: Project, target: string): string | null {
  const { entries } = project.snapshot;
  if (entries.has(`${target}.py`)) return `${target}.py`;
  return entries.has(`${target}/__init__.py`) ? `${target}/__init__.py` : null;
}
