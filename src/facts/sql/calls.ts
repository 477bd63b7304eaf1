import { functionName } from "./expression.ts";
import { isNode, type Node } from "./node.ts";

/** Names of the functions that an expression calls, at any depth. */
export function callsIn(node: Node): readonly string[] {
  const names: string[] = [];
  const pending: unknown[] = [node];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...value);
    else if (isNode(value)) {
      const call = value["FuncCall"];
      if (isNode(call)) names.push(functionName(call));
      pending.push(...Object.values(value));
    }
  }
  return names;
}
