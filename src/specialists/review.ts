import type { Model, ModelUsage } from "../ports/model.ts";
import type { Settings } from "../settings/settings.ts";
import { answerSchema, checkAnswer } from "./answer.ts";
import { coordinatorBrief, domainOf, specialistBrief, type Brief, type BriefInput } from "./brief.ts";
import { count } from "../text/words.ts";
import { modelName, priceOf, tokensAtMost } from "./models.ts";
import { rounds } from "./rounds.ts";
import { specialistNames, type Reviewer, type SpecialistName, type SpecialistResult } from "./specialist.ts";

export interface ReviewInput extends BriefInput {
  readonly settings: Settings["specialists"];
  /** Overrides the model of every identity; empty: none. */
  readonly model: string;
  readonly maxUsd: number;
  /** Ends all calls together. */
  readonly signal: AbortSignal;
}

/** The model, or why no specialist can run: `no key`, `fork without secrets`, `draft`, `specialists: off`. */
export type Deployment = { readonly model: Model } | { readonly notRun: string };

/** What a model thinks is billed as output and counts here (platform.claude.com, "Thinking"): eight remarks need 2,000. */
const maxOutputTokens = 8_000;

/**
 * Deploys the specialists that the change needs, as their cards allow in parallel, then the coordinator's integration.
 * It only ever adds: nothing that a model answers reaches findings, escalations or the verdict.
 */
export async function review(
  input: ReviewInput,
  deployment: Deployment,
): Promise<readonly SpecialistResult[]> {
  const needed = specialistNames.filter((name) => input.domains[domainOf[name]].length > 0);
  const idle = (name: Reviewer): SpecialistResult => result(name, "not-needed", null);
  if (needed.length === 0) return [...specialistNames.map(idle), idle("COORD_PLATFORM")];
  if ("notRun" in deployment) {
    const absent = (name: Reviewer) => result(name, "not-run", deployment.notRun);
    return [
      ...specialistNames.map((name) => (needed.includes(name) ? absent(name) : idle(name))),
      absent("COORD_PLATFORM"),
    ];
  }
  const { cards } = input.identities;
  const allowed = needed.filter((name) => cards.get("COORD_PLATFORM")?.mayDeploy.includes(name));
  const budget = new Budget(input.maxUsd);
  const results = new Map<SpecialistName, SpecialistResult>();
  for (const name of needed) {
    if (!allowed.includes(name))
      results.set(name, result(name, "not-run", "the coordinator's card may not deploy it"));
  }
  for (const round of rounds(allowed, cards)) {
    await Promise.all(
      round.map(async (name) => {
        results.set(name, await ask(specialistBrief(name, input), input, deployment.model, budget));
      }),
    );
  }
  const remarks = new Map(needed.map((name) => [name, results.get(name)?.remarks ?? []] as const));
  const completed = [...results.values()].some((one) => one.status === "completed");
  const integration = completed
    ? await ask(coordinatorBrief(input, remarks), input, deployment.model, budget)
    : result("COORD_PLATFORM", "not-run", "no specialist completed");
  return [...specialistNames.map((name) => results.get(name) ?? idle(name)), integration];
}

async function ask(
  brief: Brief,
  input: ReviewInput,
  model: Model,
  budget: Budget,
): Promise<SpecialistResult> {
  const name = brief.reviewer;
  const identity = input.identities.cards.get(name);
  const chosen = input.model || modelName(identity?.model ?? "haiku", input.settings.tiers);
  const most = priceOf(chosen, tokensAtMost(brief.system + brief.prompt), maxOutputTokens);
  if (!budget.reserve(most, input.settings.budgets, name)) {
    return result(
      name,
      "not-run",
      `its call could cost $${most.toFixed(3)}, more than what is left of the budget`,
    );
  }
  const answer = await model.ask({
    model: chosen,
    system: brief.system,
    prompt: brief.prompt,
    schema: answerSchema,
    maxOutputTokens,
    signal: input.signal,
  });
  const usage = answer.usage;
  const usd = usage === null ? null : priceOf(chosen, usage.inputTokens, usage.outputTokens);
  // A call that was given up may be billed all the same: without its usage the whole reservation is taken as spent.
  budget.settle(most, usd ?? most);
  const spent = { model: chosen, tokens: tokens(usage), usd };
  if (answer.kind === "refused") return { ...result(name, "failed", "the model refused"), ...spent };
  if (answer.kind === "truncated") return { ...result(name, "failed", "the answer was cut off"), ...spent };
  if (answer.kind === "failed") return { ...result(name, "failed", answer.reason), ...spent };
  const checked = checkAnswer(answer.text, input.changeSet, brief.canary);
  if (!checked.ok) return { ...result(name, "failed", checked.reason), ...spent };
  const shortcomings = [
    ...(brief.notSent.length === 0 ? [] : [`${count(brief.notSent.length, "file")} not shown to it in full`]),
    ...(checked.dropped === 0
      ? []
      : [`${count(checked.dropped, "remark")} dropped, quoting no line of the change`]),
  ];
  const reason = shortcomings.length === 0 ? null : shortcomings.join("; ");
  return { ...result(name, "completed", reason), remarks: checked.remarks, ...spent };
}

/** Reserved before each call, so that calls in parallel cannot pass the ceiling together. */
class Budget {
  #left: number;

  constructor(usd: number) {
    this.#left = usd;
  }

  reserve(usd: number, own: Readonly<Record<string, number>>, name: Reviewer): boolean {
    const ceiling = (Object.hasOwn(own, name) ? own[name] : undefined) ?? Number.POSITIVE_INFINITY;
    if (usd > this.#left || usd > ceiling) return false;
    this.#left -= usd;
    return true;
  }

  settle(reserved: number, spent: number): void {
    this.#left += reserved - spent;
  }
}

function result(name: Reviewer, status: SpecialistResult["status"], reason: string | null): SpecialistResult {
  return { name, status, reason, remarks: [], model: null, tokens: null, usd: null };
}

function tokens(usage: ModelUsage | null): SpecialistResult["tokens"] {
  return usage === null ? null : { input: usage.inputTokens, output: usage.outputTokens };
}
