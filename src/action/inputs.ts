import { Failure } from "../text/failure.ts";
import { isWebAddress } from "../text/web-address.ts";
import { failOnValues, type FailOn } from "../verdict/status.ts";

/** The action's inputs with their defaults; `action.yml` and the README's table are held equal to this by a test. */
export const inputDefaults = {
  "github-token": "${{ github.token }}",
  "anthropic-api-key": "",
  "anthropic-base-url": "",
  model: "",
  specialists: "auto",
  config: ".github/coord-platform.yml",
  comment: "auto",
  "fail-on": "blocked",
  "sla-results": "",
  "sla-baseline": "",
  "max-usd": "0.25",
  "authority-token": "",
} as const;

export type InputName = keyof typeof inputDefaults;

export const specialistModes = ["auto", "required", "off"] as const;
export type SpecialistMode = (typeof specialistModes)[number];

const commentModes = ["auto", "always", "off"] as const;
export type CommentMode = (typeof commentModes)[number];

export interface Inputs {
  readonly token: string;
  readonly apiKey: string;
  readonly anthropicBaseUrl: string;
  readonly model: string;
  readonly specialists: SpecialistMode;
  readonly config: string;
  readonly comment: CommentMode;
  readonly failOn: FailOn;
  readonly slaResults: readonly string[];
  readonly slaBaseline: readonly string[];
  readonly maxUsd: number;
  readonly authorityToken: string;
}

/** Reads and checks the inputs. Throws `Failure` that names input, value and what is allowed. */
export function readInputs(get: (name: InputName) => string): Inputs {
  const token = get("github-token");
  if (token === "")
    throw new Failure("usage", "Input `github-token` is empty: leave it out to use the job's own token.");
  return {
    token,
    apiKey: get("anthropic-api-key"),
    anthropicBaseUrl: url("anthropic-base-url", get("anthropic-base-url")),
    model: get("model"),
    specialists: oneOf("specialists", get("specialists"), specialistModes),
    config: repositoryPath("config", get("config")),
    comment: oneOf("comment", get("comment"), commentModes),
    failOn: oneOf("fail-on", get("fail-on"), failOnValues),
    slaResults: globs(get("sla-results")),
    slaBaseline: globs(get("sla-baseline")),
    maxUsd: amount("max-usd", get("max-usd")),
    authorityToken: get("authority-token"),
  };
}

function oneOf<Value extends string>(name: InputName, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new Failure("usage", `Input \`${name}\` is \`${value}\`. Allowed: ${allowed.join(", ")}.`);
  }
  return found;
}

function amount(name: InputName, value: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(value)) {
    throw new Failure(
      "usage",
      `Input \`${name}\` is \`${value}\`. It takes an amount in US dollars such as 0.25.`,
    );
  }
  return Number(value);
}

function url(name: InputName, value: string): string {
  if (value !== "" && !isWebAddress(value)) {
    throw new Failure(
      "usage",
      `Input \`${name}\` is not an address: it takes a URL such as https://gateway.example.com.`,
    );
  }
  return value;
}

/** A path inside the repository: no `..`, not absolute (the configuration comes from the base tip only). */
function repositoryPath(name: InputName, value: string): string {
  const inside =
    value !== "" && !value.startsWith("/") && !value.includes("\\") && !value.split("/").includes("..");
  if (!inside)
    throw new Failure("usage", `Input \`${name}\` is \`${value}\`. It takes a path inside the repository.`);
  return value;
}

function globs(value: string): readonly string[] {
  return value
    .split(/[\n,]/)
    .map((glob) => glob.trim())
    .filter((glob) => glob !== "");
}
