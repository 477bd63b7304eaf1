import { isTestModule } from "../../source/file-kind.ts";
import type { Project } from "../python/project.ts";
import { hasWord } from "../../text/names.ts";

/** Whether a module has a name as a word, wherever it stands in the text. Revisions and tests are left out. */
export function isMentioned(project: Project, name: string): boolean {
  return project.paths.some((path) => {
    const text = project.text(path);
    if (text === null || !hasWord(text, name)) return false;
    return !/^\s{0,8}from alembic(\.op)? import/m.test(text) && !isTestModule(path, text);
  });
}
