import type { Expression } from "../../syntax/python/ast.ts";
import {
  constantIn,
  follow,
  keywordOf,
  resolveIn,
  sqlalchemyName,
  type NameScope,
  type Placed,
} from "../sqlalchemy/name-scope.ts";
import { lastName } from "./names.ts";

/** What a method is called on, as far as a migration is concerned. */
export type Receiver =
  | { readonly kind: "op" }
  /** `with op.batch_alter_table("t") as batch_op`; `call` is that call. */
  | { readonly kind: "batch"; readonly call: Placed }
  /** `op.get_context()`. */
  | { readonly kind: "context" }
  /** `op.get_bind()` and what SQLAlchemy makes of it; `autocommit` where its isolation level says so. */
  | { readonly kind: "connection"; readonly autocommit: boolean }
  | { readonly kind: "session" };

/** Methods that give back the connection or session that they are called on, or another one of the same database. */
const passing = new Set([
  "connect",
  "begin",
  "begin_nested",
  "connection",
  "engine",
  "execution_options",
  "bind",
  "get_bind",
  "no_autoflush",
]);

const deepest = 12;

/** What the receiver of a call is, through assignments, parameters and `with`; null for anything else. */
export function receiverOf(scope: NameScope, expression: Expression, depth = 0): Receiver | null {
  if (depth > deepest) return null;
  if (expression.kind === "named") return receiverOf(scope, expression.value, depth + 1);
  if (isOp(scope, expression)) return { kind: "op" };
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value !== expression && isOp(inside, value)) return { kind: "op" };
  if (value.kind === "call") return calledReceiver(inside, value, depth);
  if (value.kind === "attribute") return attributeReceiver(inside, value, depth);
  return null;
}

/** `alembic.op`, however it was imported; a folder of the repository that is called `alembic` does not hide it. */
function isOp(scope: NameScope, expression: Expression): boolean {
  if (expression.kind === "attribute" && expression.attribute === "op" && expression.value.kind === "name") {
    return expression.value.id === "alembic" && !scope.locals.has("alembic");
  }
  if (expression.kind !== "name" || scope.locals.has(expression.id)) return false;
  return (scope.project.bindings(scope.path).get(expression.id) ?? []).some(
    (binding) =>
      binding.kind === "import" &&
      ((binding.module === "alembic" && binding.name === "op") ||
        (binding.module === "alembic.op" && binding.name === null)),
  );
}

function calledReceiver(
  scope: NameScope,
  call: Extract<Expression, { kind: "call" }>,
  depth: number,
): Receiver | null {
  const { callee } = call;
  if (callee.kind === "attribute") {
    const owner = receiverOf(scope, callee.value, depth + 1);
    if (owner !== null) return methodReceiver(scope, call, callee.attribute, owner);
    // An isolation level is set on nothing but a connection or an engine, wherever it comes from.
    if (callee.attribute === "execution_options" && keywordOf(call, "isolation_level") !== null) {
      return methodReceiver(scope, call, callee.attribute, { kind: "connection", autocommit: false });
    }
  }
  return isSessionCall(scope, callee) ? { kind: "session" } : engineCall(scope, callee);
}

function methodReceiver(
  scope: NameScope,
  call: Extract<Expression, { kind: "call" }>,
  method: string,
  owner: Receiver,
): Receiver | null {
  if (owner.kind === "op") {
    if (method === "get_bind") return { kind: "connection", autocommit: false };
    if (method === "get_context") return { kind: "context" };
    return method === "batch_alter_table" ? { kind: "batch", call: { scope, expression: call } } : null;
  }
  if (owner.kind === "batch" || !passing.has(method)) return null;
  if (owner.kind === "connection" && method === "execution_options") {
    const level = keywordOf(call, "isolation_level");
    const autocommit = level !== null && constantIn(scope, level) === "AUTOCOMMIT";
    return { kind: "connection", autocommit: owner.autocommit || autocommit };
  }
  return owner.kind === "context" ? { kind: "connection", autocommit: false } : owner;
}

/** `op.get_context().connection`, `bind.engine`, `session.bind`. */
function attributeReceiver(
  scope: NameScope,
  value: Extract<Expression, { kind: "attribute" }>,
  depth: number,
): Receiver | null {
  if (!passing.has(value.attribute)) return null;
  const owner = receiverOf(scope, value.value, depth + 1);
  if (owner === null || owner.kind === "op" || owner.kind === "batch") return null;
  return owner.kind === "context" ? { kind: "connection", autocommit: false } : owner;
}

/** `Session(bind=…)`, `orm.Session(…)`, `sessionmaker(…)()`. */
function isSessionCall(scope: NameScope, callee: Expression): boolean {
  const { scope: inside, expression: value } = follow(scope, callee);
  const name = sqlalchemyName(inside, value);
  if (name === "Session" || name === "AsyncSession" || name === "scoped_session") return true;
  return value.kind === "call" && sqlalchemyName(inside, value.callee) === "sessionmaker";
}

function engineCall(scope: NameScope, callee: Expression): Receiver | null {
  const found = resolveIn(scope, callee);
  const name = found.kind === "external" ? found.name : "";
  return /^sqlalchemy(\.\w+)*\.(create_engine|engine_from_config)$/.test(name)
    ? { kind: "connection", autocommit: false }
    : null;
}

/** Constructors that take a connection and change nothing. */
const harmless = new Set([
  "inspect",
  "from_engine",
  "Inspector",
  "MetaData",
  "Table",
  "Session",
  "sessionmaker",
  "automap_base",
  "reflect",
  "prepare",
  "print",
  "isinstance",
  "getattr",
  "hasattr",
  "len",
  "str",
  "repr",
  "scoped_session",
]);

export function isHarmlessCallee(callee: Expression): boolean {
  return harmless.has(lastName(callee));
}
