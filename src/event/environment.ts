import { Failure } from "../text/failure.ts";

/** What the runner says about the run, from its environment variables. */
export interface RunEnvironment {
  readonly eventName: string;
  readonly eventPath: string;
  /** Without a slash at the end. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** `GITHUB_WORKSPACE`, which may hold a checkout; null where unset. */
  readonly workspace: string | null;
  readonly temporaryFolder: string;
  readonly runId: number;
  readonly runAttempt: number;
}

/** Reads the runner's variables. Throws `Failure` "usage" where one is missing or is no address. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): RunEnvironment {
  const optional = (name: string): string | null => environment[name] || null;
  const required = (name: string): string => {
    const value = optional(name);
    if (value === null) {
      throw new Failure("usage", `${name} is not set: this program is started by GitHub Actions.`);
    }
    return value;
  };
  return {
    eventName: required("GITHUB_EVENT_NAME"),
    eventPath: required("GITHUB_EVENT_PATH"),
    serverUrl: address("GITHUB_SERVER_URL", required("GITHUB_SERVER_URL")),
    apiUrl: address("GITHUB_API_URL", required("GITHUB_API_URL")),
    workspace: optional("GITHUB_WORKSPACE"),
    temporaryFolder: required("RUNNER_TEMP"),
    runId: count("GITHUB_RUN_ID", required("GITHUB_RUN_ID")),
    runAttempt: count("GITHUB_RUN_ATTEMPT", optional("GITHUB_RUN_ATTEMPT") ?? "1"),
  };
}

/** Plain http exists on enterprise servers inside a network; a user name or a query belongs to no server's address. */
function address(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const plain =
    url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (url === null || !plain || !["https:", "http:"].includes(url.protocol)) {
    throw new Failure("usage", `${name} is not the address of a server.`);
  }
  return url.href.replace(/\/$/, "");
}

function count(name: string, value: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new Failure("usage", `${name} is not a number.`);
  return Number(value);
}
