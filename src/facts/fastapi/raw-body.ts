import type { Call } from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import { classKind } from "../pydantic/class-kind.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { FunctionValue } from "../values/value.ts";

const readers = new Set(["json", "body", "form", "stream"]);
const validators =
  /^(?:model_validate|model_validate_json|parse_obj|parse_raw|validate_python|validate_json|TypeAdapter|parse_obj_as)$/;

/**
 * A handler that reads the request itself: `await request.json()`, in the words of the source. Null when it does
 * not, or when it hands what it reads to a model.
 */
export function rawBodyOf(evaluator: Evaluator, handler: FunctionValue): string | null {
  if (handler.node.kind !== "function") return null;
  const requests = new Set(
    handler.node.parameters.flatMap((parameter) => {
      if (parameter.annotation === null) return [];
      const type = evaluate(evaluator, parameter.annotation, handler.scope);
      return type.kind === "external" && type.name === "fastapi.Request" ? [parameter.name] : [];
    }),
  );
  if (requests.size === 0) return null;
  let read: string | null = null;
  for (const node of walkScope(handler.node.body)) {
    if (node.kind !== "call") continue;
    if (validates(evaluator, node, handler)) return null;
    const { callee } = node;
    if (callee.kind !== "attribute" || callee.value.kind !== "name") continue;
    if (requests.has(callee.value.id) && readers.has(callee.attribute)) {
      read ??= `${callee.attribute === "stream" ? "" : "await "}request.${callee.attribute}()`;
    }
  }
  return read;
}

/** `Model.model_validate(data)`, `Model(**data)`. */
function validates(evaluator: Evaluator, call: Call, handler: FunctionValue): boolean {
  const { callee } = call;
  const name = callee.kind === "attribute" ? callee.attribute : callee.kind === "name" ? callee.id : "";
  if (validators.test(name)) return true;
  if (!call.keywords.some((keyword) => keyword.name === null)) return false;
  const value = evaluate(evaluator, callee, handler.scope);
  if (value.kind !== "class") return false;
  const kind = classKind(evaluator, value);
  return kind === "model" || kind === "root-model";
}
