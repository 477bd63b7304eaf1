import type { ClassDefinition, Module } from "../syntax/python/ast.ts";
import { unparse } from "../syntax/python/unparse.ts";
import { assignedTarget, walkAll } from "../syntax/python/walk.ts";
import type { Domain } from "./domain.ts";

/** What a Python module shows by itself, for what the facts of this change do not cover. */
export interface ModuleContent {
  readonly reasons: readonly (readonly [Domain, string])[];
  readonly isRevision: boolean;
  /** It defines Pydantic models. */
  readonly hasModels: boolean;
  /** Functions and classes of the module itself. */
  readonly definitions: readonly string[];
  /** Top-level packages that it imports. */
  readonly packages: ReadonlySet<string>;
}

const sessionMethods = new Set(
  "execute exec scalar scalars query commit flush refresh add add_all merge".split(" "),
);

export function readModuleContent(module: Module): ModuleContent {
  const reasons: (readonly [Domain, string])[] = [];
  const packages = new Set<string>();
  let hasModels = false;
  for (const node of walkAll(module.body)) {
    if (node.kind === "import") for (const { name } of node.names) packages.add(topOf(name));
    else if (node.kind === "import-from" && node.level === 0) packages.add(topOf(node.module));
    else if (node.kind === "class") {
      if (isMapped(node)) reasons.push(["DBA", "mapped-class"]);
      hasModels ||= node.bases.some((base) =>
        /(?:^|\.)(?:BaseModel|BaseSettings|RootModel|SQLModel)$/.test(unparse(base)),
      );
    } else if (node.kind === "call") {
      const { callee } = node;
      const name = callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.attribute : "";
      if (name === "create_engine" || name === "create_async_engine") reasons.push(["DBA", "engine"]);
      else if (name === "APIRouter") reasons.push(["API", "router"]);
      else if (name === "FastAPI") reasons.push(["API", "application"]);
      else if (callee.kind === "attribute" && sessionMethods.has(name) && isSession(unparse(callee.value)))
        reasons.push(["BACKEND", "session"]);
    }
  }
  const definitions = module.body.flatMap((statement) =>
    statement.kind === "function" || statement.kind === "class" ? [statement.name] : [],
  );
  return { reasons, isRevision: isRevision(module), hasModels, definitions, packages };
}

function topOf(module: string): string {
  return module.split(".")[0] ?? module;
}

/** `__tablename__`, or SQLModel's `table=True`. */
function isMapped(node: ClassDefinition): boolean {
  if (
    node.keywords.some(
      ({ name, value }) => name === "table" && value.kind === "constant" && value.value === true,
    )
  )
    return true;
  return node.body.some((statement) => {
    const target = assignedTarget(statement);
    return target?.kind === "name" && target.id === "__tablename__";
  });
}

/** `db`, `self.session`, `db_session`, `conn`: a receiver that is called like a session or connection. */
function isSession(receiver: string): boolean {
  const last = receiver.slice(receiver.lastIndexOf(".") + 1);
  return /(?:^|_)(?:db|session|conn|connection)$/i.test(last);
}

function isRevision(module: Module): boolean {
  let named = false;
  let upgrades = false;
  for (const statement of module.body) {
    const target = assignedTarget(statement);
    named ||= target?.kind === "name" && target.id === "revision";
    upgrades ||= statement.kind === "function" && statement.name === "upgrade";
  }
  return named && upgrades;
}
