/** What a path says about a file's role, whatever the language. Content may know better. */

const testFolders = new Set(["tests", "test", "testing", "__tests__", "e2e", "cypress", "playwright"]);

/** A test, by its folder or the naming conventions of pytest, Jest and Playwright. `test_x.py` outside of a test folder may be a module about tests: see `isTestModule`. */
export function isTestPath(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => testFolders.has(part))) return true;
  return name === "conftest.py" || /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(name) || isTestName(name);
}

function isTestName(name: string): boolean {
  return name.endsWith(".py") && (name.startsWith("test_") || name.endsWith("_test.py"));
}

/** `isTestPath` for a Python module whose text is known: a name alone does not make a test. */
export function isTestModule(path: string, text: string): boolean {
  if (!isTestPath(path)) return false;
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (!isTestName(name) || parts.some((part) => testFolders.has(part))) return true;
  return /^[ \t]{0,16}(?:(?:import|from) (?:pytest|unittest)\b|(?:async )?def test_)/m.test(text);
}

const scriptFolders = new Set(
  (
    "script scripts bin tools examples example docs doc benchmarks benchmark cli " +
    "load_tests loadtest load-tests dev devtools demo notebooks"
  ).split(" "),
);

/** A script, tool, command line or example: code that stands beside the service, not in it. */
export function isScriptPath(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => scriptFolders.has(part))) return true;
  return /^(?:setup|manage|cli|__main__|seed\w{0,80}|\w{0,80}_cli)\.py$/.test(name);
}

/** What a shell, a container or a build tool runs, by its name. */
export function isShellScript(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    /\.(?:sh|bash|zsh|mk)$/.test(name) ||
    /^(?:Dockerfile|Containerfile|Makefile|GNUmakefile|Procfile|justfile|Justfile)(?:\.|$)/.test(name) ||
    /(?:^|[-_])entrypoint$/.test(name)
  );
}
