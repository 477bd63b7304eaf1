import type { Guard } from "../../facts/contract.ts";

/** `app.api.deps.RoleChecker(["admin"])` → `RoleChecker(["admin"])`: moving a guard to another module changes nothing. */
export function guardName({ name }: Guard): string {
  const call = name.indexOf("(");
  const end = call < 0 ? name.length : call;
  return name.slice(name.lastIndexOf(".", end - 1) + 1);
}
