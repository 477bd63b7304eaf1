import type { Expression } from "../../syntax/python/ast.ts";
import { isEnum } from "../values/attribute.ts";
import { findMember, linearise } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { ClassValue } from "../values/value.ts";

/** What a class of the repository is to Pydantic and FastAPI. */
export type ClassKind =
  | "model"
  | "root-model"
  | "dataclass"
  | "typed-dict"
  | "named-tuple"
  | "enum"
  | "framework"
  | "custom"
  | "other";

const modelBases = new Set([
  "pydantic.BaseModel",
  "pydantic.GenericModel",
  "pydantic.generics.GenericModel",
  "sqlmodel.SQLModel",
  "pydantic.BaseSettings",
  "pydantic_settings.BaseSettings",
]);
const frameworkBases =
  /^(?:fastapi\.(?:Request|WebSocket|BackgroundTasks|UploadFile|HTTPConnection|Response|security\.SecurityScopes)|starlette\.responses\.\w+|starlette\.(?:requests|websockets)\.\w+)$/;
/** Packages whose classes have no fields of a contract. */
const plainPackages = new Set([
  "builtins",
  "abc",
  "typing",
  "sqlalchemy",
  "collections",
  "threading",
  "logging",
  "datetime",
  "json",
  "enum",
  "fastapi",
  "starlette",
  "contextlib",
  "dataclasses",
  "string",
  "unittest",
]);

/** The framework's own class that a class of the repository inherits from, or null. */
export function frameworkBase(evaluator: Evaluator, definition: ClassValue): string | null {
  return linearise(evaluator, definition).externals.find((name) => frameworkBases.test(name)) ?? null;
}

export function isFrameworkName(name: string): boolean {
  return frameworkBases.test(name);
}

/** Classifies a class by what it inherits from and how it is decorated. */
export function classKind(evaluator: Evaluator, definition: ClassValue): ClassKind {
  const { externals, opaque } = linearise(evaluator, definition);
  if (externals.includes("pydantic.RootModel")) return "root-model";
  if (externals.some((name) => modelBases.has(name))) {
    return findMember(evaluator, definition, "__root__") === null ? "model" : "root-model";
  }
  if (isEnum(evaluator, definition)) return "enum";
  if (externals.includes("typing.TypedDict")) return "typed-dict";
  if (externals.includes("typing.NamedTuple")) return "named-tuple";
  if (externals.some((name) => frameworkBases.test(name))) return "framework";
  if (isDataclass(evaluator, definition)) return "dataclass";
  if (externals.some((name) => /^pydantic\.Constrained[A-Z][a-z]+$/.test(name))) return "custom";
  if (findMember(evaluator, definition, "__get_pydantic_core_schema__") !== null) return "custom";
  const foreign = externals.filter((name) => !plainPackages.has(name.split(".")[0] ?? ""));
  if ((foreign.length > 0 || opaque.length > 0) && hasAnnotatedFields(definition)) return "model";
  return "other";
}

/** Bases of a model that are not known, as text: their fields are missing from what is derived. */
export function unknownBases(evaluator: Evaluator, definition: ClassValue): readonly string[] {
  const { externals, opaque } = linearise(evaluator, definition);
  const foreign = externals.filter(
    (name) =>
      !modelBases.has(name) && name !== "pydantic.RootModel" && !plainPackages.has(name.split(".")[0] ?? ""),
  );
  return [...foreign, ...opaque];
}

function hasAnnotatedFields(definition: ClassValue): boolean {
  return definition.node.body.some(
    (statement) =>
      statement.kind === "annotated-assign" &&
      statement.target.kind === "name" &&
      !statement.target.id.startsWith("_"),
  );
}

/** Is one of the classes in the hierarchy decorated with `@dataclass`? */
export function isDataclass(evaluator: Evaluator, definition: ClassValue): boolean {
  return linearise(evaluator, definition).classes.some(
    (item) => dataclassDecorator(evaluator, item) !== null,
  );
}

export function dataclassDecorator(evaluator: Evaluator, definition: ClassValue): Expression | null {
  for (const decorator of definition.node.decorators) {
    const named = decorator.kind === "call" ? decorator.callee : decorator;
    const value = evaluate(evaluator, named, definition.scope.parent ?? definition.scope);
    if (value.kind === "external" && /^(?:dataclasses|pydantic)\.dataclass$/.test(value.name))
      return decorator;
  }
  return null;
}
