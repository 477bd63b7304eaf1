import type { Call, Expression, FunctionDefinition, Lambda } from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import { attributeOf } from "./attribute.ts";
import { callBuiltin } from "./builtin-methods.ts";
import { findMember, linearise } from "./class.ts";
import { evaluate, maximumDepth } from "./evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import { executeBlock } from "./execute.ts";
import { itemsToIterate } from "./expression.ts";
import { callMetadata } from "./package-metadata.ts";
import { innerScope } from "./scope.ts";
import { known, lazy } from "./value.ts";
import type {
  Arguments,
  CallSite,
  ClassValue,
  DictValue,
  FunctionValue,
  InstanceValue,
  Lazy,
  NativeObject,
  Scope,
  Value,
} from "./value.ts";

/** What a call gives; null when it can't be told. Calls of the repository's functions are followed. */
export function evaluateCall(
  evaluator: Evaluator,
  call: Call,
  scope: Scope,
  conditional: boolean,
): Value | null {
  const site: CallSite = {
    expression: call,
    scope,
    where: { path: scope.path, line: call.line, endLine: call.endLine },
    conditional,
  };
  const args = argumentsOf(evaluator, call, scope);
  if (call.callee.kind === "name" && call.callee.id === "super") return superOf(scope);
  if (call.callee.kind === "attribute") {
    const base = evaluate(evaluator, call.callee.value, scope);
    const builtin = callBuiltin(base, call.callee.attribute, args);
    if (builtin !== null) return builtin;
    if (base.kind === "external-call" && base.name === "pydantic.TypeAdapter") {
      // What is validated is what comes out, for the constants that are written so.
      return call.callee.attribute === "validate_python" ? argumentValue(args, 0, "object") : null;
    }
    if (base.kind === "super" && call.callee.attribute === "__init__") {
      return initialise(evaluator, base.self, base.class, args, site);
    }
  }
  return callValue(evaluator, evaluate(evaluator, call.callee, scope), args, site);
}

/** Calls a value. */
export function callValue(
  evaluator: Evaluator,
  callee: Value,
  args: Arguments,
  site: CallSite,
): Value | null {
  switch (callee.kind) {
    case "function":
      return callFunction(evaluator, callee, args, site);
    case "class":
      return construct(evaluator, callee, args, site);
    case "external":
      return callExternal(evaluator, callee.name, args, site);
    case "method":
      return callee.object.call(callee.name, args, site);
    case "object":
      return callee.object.call("__call__", args, site);
    case "instance": {
      const method = attributeOf(evaluator, callee, "__call__");
      return method === null ? null : callValue(evaluator, method, args, site);
    }
    case "external-call":
      return callee.name === "functools.partial"
        ? callPartial(evaluator, callee.arguments, args, site)
        : null;
    case "constant":
    case "ellipsis":
    case "list":
    case "dict":
    case "module":
    case "enum-member":
    case "super":
    case "alias":
    case "expression":
      return null;
  }
}

/** Arguments as written, evaluated when they are looked at; `*list` and `**dict` of known content are put in. */
export function argumentsOf(evaluator: Evaluator, call: Call, scope: Scope): Arguments {
  const positional: Lazy[] = [];
  const keywords = new Map<string, Lazy>();
  let open = false;
  for (const argument of call.args) {
    if (argument.kind !== "starred") {
      positional.push(lazyExpression(evaluator, argument, scope));
      continue;
    }
    const value = evaluate(evaluator, argument.value, scope);
    if (value.kind === "list") positional.push(...value.items.map((item) => known(item)));
    else open = true;
  }
  for (const { name, value } of call.keywords) {
    if (name !== null) {
      keywords.set(name, lazyExpression(evaluator, value, scope));
      continue;
    }
    const merged = evaluate(evaluator, value, scope);
    if (merged.kind !== "dict") {
      open = true;
      continue;
    }
    if (merged.open) open = true;
    for (const entry of merged.entries) {
      if (entry.key.kind === "constant" && typeof entry.key.value === "string") {
        keywords.set(entry.key.value, known(entry.value));
      }
    }
  }
  return { positional, keywords, open };
}

function lazyExpression(evaluator: Evaluator, expression: Expression, scope: Scope): Lazy {
  const origin = { expression, scope };
  return lazy(() => evaluate(evaluator, expression, scope), origin, { kind: "expression", ...origin });
}

/** The argument of a parameter by position or keyword; null when it was not given. */
export function argument(args: Arguments, position: number | null, name: string): Lazy | null {
  return args.keywords.get(name) ?? (position === null ? null : (args.positional[position] ?? null));
}

/** The value of an argument, or null when it was not given. */
export function argumentValue(args: Arguments, position: number | null, name: string): Value | null {
  return argument(args, position, name)?.value() ?? null;
}

function superOf(scope: Scope): Value | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.kind === "function" && at.class !== null && at.self !== null) {
      return { kind: "super", class: at.class, self: at.self };
    }
  }
  return null;
}

function callExternal(evaluator: Evaluator, name: string, args: Arguments, site: CallSite): Value | null {
  const object = evaluator.hooks.construct(name, null, args, site);
  if (object !== null) return { kind: "object", object };
  switch (name) {
    // A TypedDict: configurations are merged with `|` and `**`.
    case "pydantic.ConfigDict":
    case "builtins.dict":
      return args.positional.length === 0 ? dictOf(args) : null;
    case "builtins.set":
    case "builtins.frozenset":
    case "builtins.list":
    case "builtins.tuple":
    case "builtins.sorted":
    case "builtins.reversed": {
      const first = args.positional[0]?.value();
      if (first === undefined) return { kind: "list", type: "list", items: [] };
      const items = itemsToIterate(evaluator, first);
      return items === null
        ? null
        : { kind: "list", type: first.kind === "list" ? first.type : "list", items: [...items] };
    }
    case "builtins.str": {
      const first = args.positional[0]?.value();
      return first?.kind === "constant" && typeof first.value === "string" ? first : null;
    }
    case "pydantic.parse_obj_as":
      return args.positional[1]?.value() ?? null;
    case "types.MappingProxyType":
      return args.positional[0]?.value() ?? null;
    case "typing.cast":
      return args.positional[1]?.value() ?? null;
    case "functools.lru_cache":
    case "functools.cache":
      return args.positional[0]?.value() ?? null;
    default:
      return (
        callMetadata(evaluator.project, name, args) ?? {
          kind: "external-call",
          name,
          arguments: args,
          where: site.where,
          origin: site,
        }
      );
  }
}

function dictOf(args: Arguments): DictValue {
  const entries = [...args.keywords].map(([name, value]) => ({
    key: { kind: "constant", value: name } as const,
    value: value.value(),
  }));
  return { kind: "dict", entries, open: args.open };
}

function callPartial(evaluator: Evaluator, bound: Arguments, args: Arguments, site: CallSite): Value | null {
  const target = bound.positional[0]?.value();
  if (target === undefined) return null;
  return callValue(
    evaluator,
    target,
    {
      positional: [...bound.positional.slice(1), ...args.positional],
      keywords: new Map([...bound.keywords, ...args.keywords]),
      open: bound.open || args.open,
    },
    site,
  );
}

// ── functions ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Follows a call into a function of the repository: executes its body and gives what it returns. */
export function callFunction(
  evaluator: Evaluator,
  fn: FunctionValue,
  args: Arguments,
  site: CallSite | null,
): Value | null {
  const { budget } = evaluator;
  const running = evaluator.running.get(fn.node) ?? 0;
  if (budget.depth >= maximumDepth || budget.steps <= 0 || running >= mostRecursions) return null;
  const scope = innerScope(fn.scope, "function", fn.node.kind === "function" ? fn.node.name : "<lambda>", {
    class: fn.owner,
    self: fn.self,
    call: { fn, arguments: args },
  });
  bindParameters(evaluator, fn, args, scope);
  if (fn.node.kind === "lambda") return evaluate(evaluator, fn.node.body, scope);
  if (fn.node.async || isGenerator(fn.node)) return null;
  budget.depth += 1;
  evaluator.running.set(fn.node, running + 1);
  try {
    const returns: Value[] = [];
    executeBlock(evaluator, fn.node.body, {
      scope,
      conditional: site?.conditional ?? false,
      depth: budget.depth,
      returns,
    });
    return chooseReturn(returns);
  } finally {
    budget.depth -= 1;
    evaluator.running.set(fn.node, running);
  }
}

/** A function that calls itself is followed so often. */
const mostRecursions = 2;

const generators = new WeakMap<FunctionDefinition, boolean>();

/** Does calling the function give a generator? */
export function isGenerator(node: FunctionDefinition | Lambda): boolean {
  if (node.kind === "lambda") return false;
  const found = generators.get(node);
  if (found !== undefined) return found;
  let result = false;
  for (const inner of walkScope(node.body)) {
    if (inner.kind === "yield") {
      result = true;
      break;
    }
  }
  generators.set(node, result);
  return result;
}

/** Binds parameters as Python does; what is missing has no name in the scope and stays unevaluated. */
function bindParameters(evaluator: Evaluator, fn: FunctionValue, args: Arguments, scope: Scope): void {
  const positional = fn.self === null ? [...args.positional] : [known(fn.self), ...args.positional];
  const keywords = new Map(args.keywords);
  for (const parameter of fn.node.parameters) {
    const { name, kind } = parameter;
    if (kind === "var-positional") {
      const items = positional.splice(0).map((item) => item.value());
      scope.names.set(name, known({ kind: "list", type: "tuple", items }));
    } else if (kind === "var-keyword") {
      const rest: Arguments = { positional: [], keywords: new Map(keywords), open: args.open };
      scope.names.set(name, known(dictOf(rest)));
    } else {
      const given = (kind === "keyword-only" ? undefined : positional.shift()) ?? keywords.get(name);
      keywords.delete(name);
      if (given !== undefined) scope.names.set(name, given);
      else if (parameter.default !== null) {
        scope.names.set(name, lazyExpression(evaluator, parameter.default, fn.scope));
      } else {
        const expression: Expression = {
          kind: "name",
          id: name,
          line: parameter.line,
          endLine: parameter.endLine,
          start: parameter.start,
          end: parameter.end,
        };
        scope.names.set(name, known({ kind: "expression", expression, scope }, { expression, scope }));
      }
    }
  }
}

/** Of several returns the one that is a thing (function, class, object); a constant only when all agree. */
function chooseReturn(returns: readonly Value[]): Value | null {
  const thing = returns.find(
    (value) => value.kind !== "expression" && value.kind !== "constant" && value.kind !== "ellipsis",
  );
  if (thing !== undefined) return thing;
  const [first, ...others] = returns.filter((value) => value.kind === "constant");
  if (first === undefined) return returns[0] ?? { kind: "constant", value: null };
  return others.every((other) => other.value === first.value) &&
    returns.every((value) => value.kind === "constant")
    ? first
    : null;
}

// ── classes ────────────────────────────────────────────────────────────────────────────────────────────────────

function construct(
  evaluator: Evaluator,
  definition: ClassValue,
  args: Arguments,
  site: CallSite,
): Value | null {
  const { externals } = linearise(evaluator, definition);
  for (const name of externals) {
    const object = evaluator.hooks.construct(name, definition, args, site);
    if (object === null) continue;
    const self: Value = { kind: "object", object };
    initialise(evaluator, self, null, args, site, definition);
    return self;
  }
  const instance: InstanceValue = {
    kind: "instance",
    class: definition,
    arguments: args,
    attributes: new Map(),
    where: site.where,
  };
  initialise(evaluator, instance, null, args, site, definition);
  return instance;
}

/**
 * Runs `__init__` of `definition` (or, for `super().__init__`, of the next class after `after`). Where it leaves the
 * repository, a native object is told its arguments.
 */
function initialise(
  evaluator: Evaluator,
  self: Value,
  after: ClassValue | null,
  args: Arguments,
  site: CallSite,
  definition: ClassValue | null = classOfSelf(evaluator, self),
): Value | null {
  if (definition !== null) {
    evaluator.selves.set(objectOf(self) ?? self, definition);
    const member = findMember(evaluator, definition, "__init__", after);
    if (member?.kind === "other" && member.value.kind === "function") {
      return callFunction(evaluator, { ...member.value, self }, args, site);
    }
  }
  if (self.kind === "object") return self.object.call("__init__", args, site);
  if (after !== null) evaluator.baseArguments.set(self, args);
  return null;
}

function classOfSelf(evaluator: Evaluator, self: Value): ClassValue | null {
  return evaluator.selves.get(objectOf(self) ?? self) ?? null;
}

function objectOf(self: Value): NativeObject | null {
  return self.kind === "object" ? self.object : null;
}
