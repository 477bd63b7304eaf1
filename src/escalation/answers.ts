import type { Comment } from "../ports/git-hub.ts";
import { architect } from "../settings/mandate.ts";
import type { Settings } from "../settings/settings.ts";
import { list } from "../text/words.ts";
import { answerersOf, mayAnswer, type Answerers } from "./authority.ts";
import { parseCommand, specialistsTarget, type Verb } from "./commands.ts";
import { routeOf } from "./escalate.ts";
import type { Escalation, NotAnalysed, Violation } from "./escalation.ts";
import type { Asked, Recorded } from "./gather.ts";

/** Everything of a change that people may have to answer. */
export interface Docket {
  readonly escalations: readonly Escalation[];
  readonly violations: readonly Violation[];
  readonly notAnalysed: readonly NotAnalysed[];
  /** `specialists: required`, and one that is needed did not finish. */
  readonly specialistsMissing: boolean;
}

export interface Answered extends Omit<Docket, "specialistsMissing"> {
  /** Who waived the missing specialists, or null. */
  readonly specialistsWaived: { readonly by: string; readonly reason: string | null } | null;
  /** What became of each command, in order of the comments: for the reply to its author. */
  readonly outcomes: readonly Outcome[];
  /** Sentences for the report: refused answers, who could not be asked, who answered for themselves. */
  readonly notices: readonly string[];
}

/** What became of one id in one comment. */
interface Outcome {
  readonly url: string;
  readonly by: string;
  /** An id, `specialists`, or null where the command was not understood. */
  readonly target: string | null;
  readonly state: "accepted" | "withdrawn" | "refused" | "ignored";
  /** A sentence; null for what was accepted or withdrawn. */
  readonly why: string | null;
}

/**
 * The ids that wait for an answer, with their routes. Empty: GitHub need not be asked at all. Unread input and missing
 * specialists belong to no trigger, so ARCHITECT answers for them.
 */
export function askedOf(docket: Docket, settings: Settings): Asked {
  const asked = new Map<string, readonly string[]>();
  for (const { id, trigger, state } of docket.escalations)
    if (state === "open") asked.set(id, routeOf(trigger, settings));
  for (const { id, constraint, state } of docket.violations)
    if (state === "open") asked.set(id, routeOf(constraint, settings));
  for (const { id, decides } of docket.notAnalysed) if (decides) asked.set(id, [architect]);
  if (docket.specialistsMissing) asked.set(specialistsTarget, [architect]);
  return asked;
}

/**
 * Applies the recorded answers. `recorded` is null where there are no authorities (the command line): nothing is
 * answered then. In a merge group an answer in any of its pull requests counts.
 */
export function applyAnswers(docket: Docket, recorded: Recorded | null, settings: Settings): Answered {
  const { escalations, violations, notAnalysed } = docket;
  if (recorded === null)
    return {
      escalations,
      violations,
      notAnalysed,
      specialistsWaived: null,
      outcomes: [],
      notices: [],
    };
  const asked = askedOf(docket, settings);
  const outcomes: Outcome[] = [];
  const notices = [...recorded.notices];
  const standings = new Map([...asked.keys()].map((target) => [target, [] as Standing[]]));
  const people = new Map<string, Answerers[]>();
  for (const record of recorded.pullRequests) {
    const own = hear(record, asked, recorded, settings, outcomes);
    for (const [target, standing] of own.standings) standings.get(target)?.push(standing);
    for (const [target, answerers] of own.answerers)
      people.set(target, [...(people.get(target) ?? []), answerers]);
    notices.push(...noticesOf(record.makers.unknownCommits, settings));
  }
  notices.push(...selfAnswers(people), ...refusals(outcomes));
  const standing = (id: string) => combine(standings.get(id) ?? []);
  const who = (id: string) => [...new Set((people.get(id) ?? []).flatMap((answerers) => answerers.who))];
  const specialists = standing(specialistsTarget);
  return {
    escalations: escalations.map((item) =>
      asked.has(item.id) ? { ...item, who: who(item.id), ...escalationState(standing(item.id)) } : item,
    ),
    violations: violations.map((item) =>
      asked.has(item.id) ? { ...item, who: who(item.id), ...violationState(standing(item.id)) } : item,
    ),
    notAnalysed: notAnalysed.map((item) => {
      const { kind, by, reason } = standing(item.id);
      return kind === "stands" ? { ...item, state: "waived", by, why: reason } : item;
    }),
    specialistsWaived:
      specialists.kind === "stands" ? { by: specialists.by, reason: specialists.reason } : null,
    outcomes,
    notices: [...new Set(notices)],
  };
}

/** Where an id stands after all comments of a pull request. */
interface Standing {
  readonly kind: "open" | "stands" | "withdrawn" | "refused";
  readonly by: string;
  readonly reason: string | null;
  readonly at: string;
  readonly url: string;
}

const notHere = "Nothing with this id is open here.";

const open: Standing = { kind: "open", by: "", reason: null, at: "", url: "" };

interface Heard {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly answerers: ReadonlyMap<string, Answerers>;
}

/** Reads the comments of one pull request in order. */
function hear(
  record: Recorded["pullRequests"][number],
  asked: Asked,
  recorded: Recorded,
  settings: Settings,
  outcomes: Outcome[],
): Heard {
  const answerers = new Map<string, Answerers>();
  const ledgers = new Map<string, Ledger>();
  for (const [target, route] of asked) {
    const mine = answerersOf(route, record.makers, recorded.roles, settings);
    answerers.set(target, mine);
    ledgers.set(target, new Ledger(answersNeeded(mine, record.makers.unknownCommits, settings)));
  }
  for (const comment of record.comments) {
    const { author, url } = comment;
    const command = author.bot ? null : parseCommand(comment.body);
    if (command === null) continue;
    const note = (target: string | null, state: Outcome["state"], why: string | null) =>
      outcomes.push({ url, by: author.login, target, state, why });
    if (command.kind === "malformed") {
      note(null, "ignored", command.why);
      continue;
    }
    for (const target of command.targets) {
      const ledger = ledgers.get(target);
      const mine = answerers.get(target);
      if (ledger === undefined || mine === undefined) {
        note(target, "ignored", notHere);
        continue;
      }
      const permission = mayAnswer(
        author,
        comment.association,
        mine,
        record.makers,
        recorded.roles,
        settings,
      );
      if (comment.updatedAt !== comment.createdAt) {
        note(target, "ignored", "The comment was edited: an answer has to stand as it was written.");
      } else if (!permission.may && permission.maker && command.verb !== "unack") {
        ledger.refuse(comment, command.reason);
        note(
          target,
          "refused",
          `\`${author.login}\` ${permission.why} and may answer only where nobody else could.`,
        );
      } else if (!permission.may) {
        note(target, "ignored", `\`${author.login}\` ${permission.why}.`);
      } else if (command.verb !== "unack" && command.reason === null && settings.escalation.requireReason) {
        note(target, "ignored", "A reason is needed: add ` -- ` and why.");
      } else {
        const state = ledger.enter(command.verb, comment, command.reason);
        note(target, state, state === "ignored" ? "There was no answer to withdraw." : null);
      }
    }
  }
  const standings = new Map([...ledgers].map(([target, ledger]) => [target, ledger.standing()]));
  return { standings, answerers };
}

/** The answers to one id, in order. An authority's `unack` withdraws what stood before it. */
class Ledger {
  readonly #needed: number;
  readonly #standing = new Map<string, Standing>();
  #last: Standing = open;

  constructor(needed: number) {
    this.#needed = needed;
  }

  refuse(comment: Comment, reason: string | null): void {
    this.#last = entry("refused", comment, reason);
  }

  enter(verb: Verb, comment: Comment, reason: string | null): "accepted" | "withdrawn" | "ignored" {
    const login = comment.author.login.toLowerCase();
    if (verb === "unack") {
      if (this.#standing.size === 0) return "ignored";
      this.#standing.clear();
      this.#last = entry("withdrawn", comment, reason);
      return "withdrawn";
    }
    this.#standing.delete(login);
    this.#standing.set(login, entry("stands", comment, reason));
    return "accepted";
  }

  standing(): Standing {
    const answers = [...this.#standing.values()];
    const latest = answers.at(-1);
    if (latest === undefined || answers.length < this.#needed) return this.#last;
    const by = answers.slice(-this.#needed).map((answer) => answer.by);
    return { ...latest, by: list(by) };
  }
}

function entry(kind: Standing["kind"], comment: Comment, reason: string | null): Standing {
  return { kind, by: comment.author.login, reason, at: comment.createdAt.slice(0, 10), url: comment.url };
}

/** With `strict-authors`, a commit of nobody knows whom takes a second authority, where there is one. */
function answersNeeded(answerers: Answerers, unknownCommits: number, settings: Settings): number {
  if (!settings.escalation.strictAuthors || unknownCommits === 0) return 1;
  return !answerers.unnamed && answerers.who.length < 2 ? 1 : 2;
}

/** One answer in any pull request of a merge group is enough; else the last one's trouble is shown. */
function combine(standings: readonly Standing[]): Standing {
  return (
    standings.find(({ kind }) => kind === "stands") ??
    standings.findLast(({ kind }) => kind !== "open") ??
    open
  );
}

function escalationState({
  kind,
  by,
  reason,
  at,
  url,
}: Standing): Pick<Escalation, "state" | "by" | "reason" | "at" | "url"> {
  if (kind === "open") return { state: "open", by: null, reason: null, at: null, url: null };
  return { state: kind === "stands" ? "acknowledged" : kind, by, reason, at, url };
}

function violationState({
  kind,
  by,
  reason,
  at,
  url,
}: Standing): Pick<Violation, "state" | "by" | "reason" | "at" | "url"> {
  if (kind !== "stands") return { state: "open", by: null, reason: null, at: null, url: null };
  return { state: "waived", by, reason, at, url };
}

function noticesOf(unknownCommits: number, settings: Settings): readonly string[] {
  if (unknownCommits === 0) return [];
  const what =
    unknownCommits === 1
      ? "1 commit has an author that GitHub does not know"
      : `${unknownCommits} commits have an author that GitHub does not know`;
  return [
    settings.escalation.strictAuthors ? `${what}, so a second authority has to answer too.` : `${what}.`,
  ];
}

function selfAnswers(people: ReadonlyMap<string, readonly Answerers[]>): readonly string[] {
  const alone = new Set(
    [...people.values()]
      .flat()
      .filter(({ nobodyElse }) => nobodyElse)
      .flatMap(({ who }) => who),
  );
  if (alone.size === 0) return [];
  const logins = [...alone].map((login) => `\`${login}\``);
  return [`Nobody else could answer for this change: ${list(logins, "or")} may, although they made it.`];
}

const mostRefusals = 10;

/** Answers that did not count; what concerns nothing here (another change's id) is no news. */
function refusals(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes
    .filter(({ state, why }) => why !== null && state !== "accepted" && why !== notHere)
    .slice(-mostRefusals)
    .map(
      ({ by, target, why }) =>
        `An answer of \`${by}\`${target === null ? "" : ` to \`${target}\``} does not count: ${why ?? ""}`,
    );
}
