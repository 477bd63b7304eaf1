import { shippedIdentities } from "../adapters/shipped.ts";
import { findRepository, openRepository } from "../adapters/git-repository.ts";
import { openWorktree } from "../adapters/git-worktree.ts";
import { readTextFile } from "../adapters/files.ts";
import type { GitRepository } from "../ports/git.ts";
import { rules } from "../rules/rules.ts";
import { ruleIdsOf } from "../rules/run.ts";
import { defaultSettings } from "../settings/defaults.ts";
import type { ChangeSet } from "../source/change-set.ts";
import { loadChangeSet, type Commits } from "../source/load.ts";
import { parsePolicy, readPolicy, type Policy } from "../source/policy.ts";
import { findDefaultBase, resolveRange } from "../source/range.ts";
import type { Snapshot } from "../source/snapshot.ts";
import type { Identities } from "../specialists/identity.ts";
import { identitiesAt } from "../specialists/own-identities.ts";
import { mayBeIdentity } from "../specialists/identity.ts";
import type { Arguments } from "./arguments.ts";

export interface OpenedRepository {
  readonly git: GitRepository;
  readonly dispose: () => Promise<void>;
}

/** The repository of `--repo`; with `WORKTREE` among the revisions it knows the uncommitted changes too. */
export async function openLocal(args: Arguments, revisions: readonly string[]): Promise<OpenedRepository> {
  const place = await findRepository(args.get("repo") ?? ".");
  if (revisions.includes("WORKTREE")) return openWorktree(place);
  return { git: openRepository(place), dispose: () => Promise.resolve() };
}

export interface LocalChange {
  readonly git: GitRepository;
  readonly commits: Commits;
  readonly baseName: string;
  readonly changeSet: ChangeSet;
  readonly policy: Policy;
  readonly identities: Identities;
  readonly title: string;
}

/** The change between `--base` and `--head`, with the policy that judges it. Throws `Failure`. */
export async function readLocalChange(git: GitRepository, args: Arguments): Promise<LocalChange> {
  const head = args.get("head") ?? "HEAD";
  const baseName = args.get("base") ?? (await findDefaultBase(git));
  const commits = await resolveRange(git, baseName, head);
  const changeSet = await loadChangeSet(git, commits, { alsoRead: mayBeIdentity });
  const policy = policyOf(args, changeSet.base);
  const title = head === "WORKTREE" ? "Uncommitted changes" : await git.commitSubject(commits.after);
  return {
    git,
    commits,
    baseName,
    changeSet,
    policy,
    identities: identitiesFor(changeSet.base, policy),
    title,
  };
}

/** Settings of `--config`, else those at the base tip; `--postgres` names the server's version. */
export function policyOf(args: Arguments, base: Snapshot): Policy {
  const file = args.get("config");
  const ruleIds = ruleIdsOf(rules);
  const policy =
    file === undefined
      ? readPolicy(base, defaultSettings.path, ruleIds)
      : parsePolicy(readTextFile(file), file, ruleIds);
  if (!args.has("postgres")) return policy;
  const version = Number(args.get("postgres"));
  return { ...policy, settings: { ...policy.settings, database: { ...policy.settings.database, version } } };
}

/** The identity cards at the base tip. */
export function identitiesFor(base: Snapshot, policy: Policy): Identities {
  return identitiesAt(base, policy.settings.specialists.folder, shippedIdentities());
}
