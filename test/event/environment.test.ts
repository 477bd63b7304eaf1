import { expect, test } from "vitest";

import { readEnvironment } from "../../src/event/environment.ts";

const runner = {
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_EVENT_PATH: "/home/runner/event.json",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_API_URL: "https://api.github.com",
  GITHUB_RUN_ID: "100",
  RUNNER_TEMP: "/home/runner/temp",
};

test("the runner's variables", () => {
  expect(readEnvironment(runner)).toEqual({
    eventName: "pull_request",
    eventPath: "/home/runner/event.json",
    serverUrl: "https://github.com",
    apiUrl: "https://api.github.com",
    workspace: null,
    temporaryFolder: "/home/runner/temp",
    runId: 100,
    runAttempt: 1,
  });
});

test("an enterprise server's addresses, without a slash at the end", () => {
  const found = readEnvironment({
    ...runner,
    GITHUB_SERVER_URL: "https://ghe.example/",
    GITHUB_API_URL: "https://ghe.example/api/v3",
    GITHUB_WORKSPACE: "/home/runner/shop",
    GITHUB_RUN_ATTEMPT: "3",
  });
  expect(found).toMatchObject({
    serverUrl: "https://ghe.example",
    apiUrl: "https://ghe.example/api/v3",
    workspace: "/home/runner/shop",
    runAttempt: 3,
  });
});

test.each([
  [{ ...runner, RUNNER_TEMP: "" }, "RUNNER_TEMP is not set"],
  [{ ...runner, GITHUB_API_URL: undefined }, "GITHUB_API_URL is not set"],
  [{ ...runner, GITHUB_SERVER_URL: "file:///etc" }, "GITHUB_SERVER_URL is not the address of a server."],
  [{ ...runner, GITHUB_API_URL: "https://user:secret@ghe.example" }, "GITHUB_API_URL is not the address"],
  [{ ...runner, GITHUB_RUN_ID: "1e3" }, "GITHUB_RUN_ID is not a number."],
])("%#: what is wrong is named, without the value", (environment, sentence) => {
  expect(() => readEnvironment(environment)).toThrow(sentence);
});
