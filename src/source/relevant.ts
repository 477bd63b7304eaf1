import { isShellScript } from "./file-kind.ts";

const extensions: ReadonlySet<string> = new Set(["py", "sql", "toml", "ini", "cfg", "yml", "yaml"]);

const names: ReadonlySet<string> = new Set([
  "CODEOWNERS",
  "sqitch.conf",
  "sqitch.plan",
  "Pipfile",
  "Pipfile.lock",
  "poetry.lock",
  "pdm.lock",
  "uv.lock",
]);

/** Whether the text of a file can hold a fact, a setting or an identity that any stage asks for, changed or not. */
export function isRelevant(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const extension = extensionOf(name);
  if (extensions.has(extension) || names.has(name)) return true;
  if (extension === "txt" || extension === "in") return /requirements|constraints/.test(path);
  if (extension === "json") return /openapi|swagger/i.test(name);
  return extension === "md" && (path.startsWith(".github/") || `/${path}`.includes("/identities/"));
}

/** A changed JSON file may be an OpenAPI document under any name, a changed script may run Alembic. */
export function isRelevantWhenChanged(path: string): boolean {
  return isRelevant(path) || extensionOf(path) === "json" || isShellScript(path);
}

function extensionOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}
