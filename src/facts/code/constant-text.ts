import type { Expression } from "../../syntax/python/ast.ts";
import { assignedTarget, walkScope } from "../../syntax/python/walk.ts";
import { functionsOf } from "./function-unit.ts";
import { type Inference, type Place, lastName, placeIn } from "./inferred.ts";
import { localNamesOf } from "./local-names.ts";

/** The constant beginning of a text; `complete` when it is the whole text. */
export interface ConstantText {
  readonly text: string;
  readonly complete: boolean;
}

const furthest = 8;
/** Names that refer to names that refer to names multiply: no address takes as many steps. */
const mostSteps = 200;
const longest = 2_000;

/**
 * The constant beginning of what an expression gives: `https://api.example.org/` of
 * `f"https://api.example.org/{name}"`. Names, `self.x`, defaults of `os.getenv` and concatenation are followed. Null when
 * not even the beginning is constant.
 */
export function constantText(
  inference: Inference,
  place: Place,
  expression: Expression,
): ConstantText | null {
  return search({ inference, steps: mostSteps }, place, expression, 0);
}

interface Search {
  readonly inference: Inference;
  /** Steps that are left. */
  steps: number;
}

function search(state: Search, place: Place, expression: Expression, depth: number): ConstantText | null {
  state.steps -= 1;
  if (depth > furthest || state.steps < 0) return null;
  const { inference } = state;
  const again = (inner: Expression) => search(state, place, inner, depth + 1);
  switch (expression.kind) {
    case "string":
      return { text: expression.value, complete: true };
    case "joined-string": {
      let text = "";
      for (const part of expression.parts) {
        const known = typeof part === "string" ? { text: part, complete: true } : again(part.value);
        text += known?.text ?? "";
        if (known?.complete !== true || text.length > longest)
          return text === "" ? null : { text, complete: false };
      }
      return { text, complete: true };
    }
    case "binary": {
      const left = expression.operator === "+" ? again(expression.left) : null;
      if (left?.complete !== true) return left;
      const right = again(expression.right);
      return { text: left.text + (right?.text ?? ""), complete: right?.complete ?? false };
    }
    case "boolean": {
      // `configured or "https://default"`: the constant is what holds where nothing is configured.
      const known = expression.operands.map((operand) => again(operand)).filter((one) => one !== null);
      return known.length === 1 ? (known[0] ?? null) : null;
    }
    case "name":
      return ofName(state, place, expression.id, depth) ?? evaluated(inference, place, expression);
    case "attribute":
      return ofMember(state, place, expression, depth) ?? evaluated(inference, place, expression);
    case "call":
      return ofCall(state, place, expression, depth) ?? evaluated(inference, place, expression);
    default:
      return evaluated(inference, place, expression);
  }
}

function evaluated(inference: Inference, place: Place, expression: Expression): ConstantText | null {
  const value = inference.project.evaluate(place.path, expression);
  return value.known && typeof value.value === "string" ? { text: value.value, complete: true } : null;
}

function ofName(state: Search, place: Place, name: string, depth: number): ConstantText | null {
  for (let unit = place.unit; unit !== null; unit = unit.parent) {
    const bindings = localNamesOf(unit.node).get(name);
    if (bindings === undefined) continue;
    const [only] = bindings;
    if (bindings.length !== 1 || only?.kind !== "value" || only.value === null) return null;
    return search(state, placeIn(unit), only.value, depth + 1);
  }
  return null;
}

/** `self.base_url` that is assigned once in the class. */
function ofMember(
  state: Search,
  place: Place,
  expression: Expression & { kind: "attribute" },
  depth: number,
): ConstantText | null {
  const owner = place.unit?.owner;
  if (!owner || expression.value.kind !== "name") return null;
  if (expression.value.id !== place.unit?.node.parameters[0]?.name) return null;
  const module = state.inference.project.module(place.path);
  const values: { readonly value: Expression; readonly place: Place }[] = [];
  for (const unit of module === null ? [] : functionsOf(place.path, module)) {
    if (unit.owner?.node !== owner.node) continue;
    for (const node of walkScope(unit.node.body)) {
      if (node.kind !== "assign" && node.kind !== "annotated-assign") continue;
      const targets = node.kind === "assign" ? node.targets : [node.target];
      const assigns = targets.some(
        (target) => target.kind === "attribute" && target.attribute === expression.attribute,
      );
      if (assigns && node.value !== null) values.push({ value: node.value, place: placeIn(unit) });
    }
  }
  for (const statement of owner.node.body) {
    const target = assignedTarget(statement);
    const value =
      statement.kind === "assign" || statement.kind === "annotated-assign" ? statement.value : null;
    if (target?.kind === "name" && target.id === expression.attribute && value !== null)
      values.push({ value, place: { ...place, unit: null } });
  }
  const [only] = values;
  return values.length === 1 && only !== undefined ? search(state, only.place, only.value, depth + 1) : null;
}

/** The default of `os.getenv("URL", "https://…")`, the base of `urljoin`, the receiver of `rstrip`. */
function ofCall(
  state: Search,
  place: Place,
  expression: Expression & { kind: "call" },
  depth: number,
): ConstantText | null {
  const name = lastName(expression.callee);
  const again = (inner: Expression | undefined) =>
    inner === undefined ? null : search(state, place, inner, depth + 1);
  if (name === "getenv") return again(expression.args[1]);
  const receiver = expression.callee.kind === "attribute" ? expression.callee.value : null;
  if (name === "get" && receiver !== null && lastName(receiver) === "environ")
    return again(expression.args[1]);
  if (name === "urljoin" || name === "str" || name === "URL") {
    const base = again(expression.args[0]);
    return base === null ? null : { ...base, complete: base.complete && name !== "urljoin" };
  }
  if (receiver !== null && ["rstrip", "strip", "format", "replace"].includes(name)) {
    const base = again(receiver);
    return base === null ? null : { text: untilPlaceholder(base.text), complete: false };
  }
  return null;
}

function untilPlaceholder(text: string): string {
  const at = text.indexOf("{");
  return at === -1 ? text : text.slice(0, at);
}
