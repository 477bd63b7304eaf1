import { textIn, type Snapshot } from "../../source/snapshot.ts";

/** The scripts of one sqitch project (sqitchchanges(7), sqitch-plan in the manual): what is deployed, in order, and beside it. */
export interface SqitchProject {
  /** Paths of deploy scripts in the order of the plan. */
  readonly deploy: readonly string[];
  /** Folders of scripts: deploying, reverting, verifying. */
  readonly folders: { readonly deploy: string; readonly revert: string; readonly verify: string };
}

/** The sqitch projects of a snapshot, by their plans; `sqitch.conf` may name other folders. */
export function findSqitchProjects(snapshot: Snapshot): readonly SqitchProject[] {
  const projects = new Map<string, SqitchProject>();
  const paths = [...snapshot.entries.keys()];
  for (const path of paths) {
    if (nameOf(path) !== "sqitch.conf") continue;
    const { plan, ...folders } = placesOf(folderOf(path), coreSettings(textIn(snapshot, path)));
    projects.set(plan, projectOf(snapshot, plan, folders));
  }
  for (const path of paths) {
    if (nameOf(path) !== "sqitch.plan" || projects.has(path)) continue;
    const { plan, ...folders } = placesOf(folderOf(path), new Map());
    projects.set(plan, projectOf(snapshot, plan, folders));
  }
  return [...projects.values()].filter(({ deploy }) => deploy.length > 0);
}

function projectOf(snapshot: Snapshot, plan: string, folders: SqitchProject["folders"]): SqitchProject {
  const deploy = plannedScripts(textIn(snapshot, plan)).map((name) => `${join(folders.deploy, name)}.sql`);
  return { deploy: deploy.filter((path) => snapshot.entries.has(path)), folders };
}

/** Keys of the section `[core]`: `top_dir`, `plan_file`, `deploy_dir`, `revert_dir`, `verify_dir`. */
function coreSettings(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  let section = "";
  for (const line of text.split("\n").map((one) => one.trim())) {
    const equals = line.indexOf("=");
    if (line.startsWith("[")) section = line;
    else if (section === "[core]" && equals > 0 && !/^[#;]/.test(line)) {
      settings.set(
        line.slice(0, equals).trim().toLowerCase(),
        line
          .slice(equals + 1)
          .trim()
          .replace(/^"([^"]*)"$/, "$1"),
      );
    }
  }
  return settings;
}

function placesOf(
  here: string,
  settings: ReadonlyMap<string, string>,
): SqitchProject["folders"] & { readonly plan: string } {
  const top = join(here, settings.get("top_dir") ?? "");
  const named = (key: string, fallback: string): string => {
    const value = settings.get(key);
    return value === undefined ? join(top, fallback) : join(here, value);
  };
  return {
    plan: named("plan_file", "sqitch.plan"),
    deploy: named("deploy_dir", "deploy"),
    revert: named("revert_dir", "revert"),
    verify: named("verify_dir", "verify"),
  };
}

/**
 * Names of the scripts in order. A change that is planned again was reworked: its older script is kept under the name
 * of the next tag (`users@v1.0`).
 */
function plannedScripts(text: string): readonly string[] {
  const scripts: string[] = [];
  const current = new Map<string, number>();
  /** Positions of changes that no tag has followed yet, and the tag of those that one has. */
  let untagged: number[] = [];
  const tags = new Map<number, string>();
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "" || line.startsWith("%") || line.startsWith("#") || line.startsWith("-")) continue;
    const name = (line.startsWith("+") ? line.slice(1).trim() : line).split(/[ \t]/, 1)[0] ?? "";
    if (name.startsWith("@")) {
      for (const at of untagged) tags.set(at, name);
      untagged = [];
      continue;
    }
    const earlier = current.get(name);
    if (earlier !== undefined) scripts[earlier] = `${name}${tags.get(earlier) ?? ""}`;
    current.set(name, scripts.length);
    untagged.push(scripts.length);
    scripts.push(name);
  }
  return scripts;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(folder: string, path: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
