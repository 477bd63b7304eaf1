import { isTestPath } from "../source/file-kind.ts";
import type { Project } from "../facts/python/project.ts";

/** Which modules belong to the FastAPI applications of one side. */
export interface Applications {
  /** In the package of an application's module. */
  readonly contains: (path: string) => boolean;
  /** Some application imports it, directly or not. */
  readonly reaches: (path: string) => boolean;
}

/** Applications are found by text: nothing has to be parsed for it. */
export function findApplications(project: Project): Applications {
  const modules = project.paths.filter(
    (path) => !isTestPath(path) && /\bFastAPI\(/.test(project.text(path) ?? ""),
  );
  const known = new Set(modules);
  const roots = new Set(modules.map((path) => packageRoot(project, path)));
  // An application beside everything else says nothing about what belongs to it.
  roots.delete("");
  const reached = new Map<string, boolean>();
  return {
    contains: (path) => [...roots].some((root) => path.startsWith(`${root}/`)),
    reaches: (path) => {
      const cached = reached.get(path);
      if (cached !== undefined) return cached;
      const answer = [...project.affectedBy([path])].some((one) => known.has(one));
      reached.set(path, answer);
      return answer;
    },
  };
}

/** The outermost folder above a module that is a package, else the module's own folder. */
function packageRoot(project: Project, path: string): string {
  const own = folderOf(path);
  let root = own;
  for (let folder = own; folder !== ""; folder = folderOf(folder)) {
    if (!project.snapshot.entries.has(`${folder}/__init__.py`)) break;
    root = folder;
  }
  return root;
}

function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at === -1 ? "" : path.slice(0, at);
}
