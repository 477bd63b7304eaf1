import type { Facts } from "../facts/facts.ts";
import type { ChangeSet } from "../source/change-set.ts";

/** Whether a module could be read before the change, so that what is there now and was not then is new for certain. */
export function wasReadable(path: string, changeSet: ChangeSet, before: Facts): boolean {
  const old = changeSet.files.find((file) => file.path === path)?.previousPath ?? path;
  return !before.unread.some((unread) => unread.path === old);
}
