import { expect, test } from "vitest";

import lockfile from "../../package-lock.json" with { type: "json" };

interface Locked {
  readonly optional?: boolean;
  readonly engines?: { readonly node?: string };
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const packages = new Map<string, Locked>(
  Object.entries(lockfile.packages as Readonly<Record<string, Locked>>),
);
const names = new Set(Array.from(packages.keys(), (path) => path.split("node_modules/").at(-1)));

test("the lockfile holds the packages of every platform, or `npm ci` refuses it", () => {
  const missing = [...packages.values()]
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !names.has(name));
  expect(missing).toEqual([]);
});

test("every package runs on the oldest Node that is promised", () => {
  const newer = [...packages].filter(
    ([, { optional = false, engines }]) => !optional && /^\s*(?:>=|\^)\s*2[1-9]/.test(engines?.node ?? ""),
  );
  expect(newer.map(([path]) => path)).toEqual([]);
});

test("it names no registry", () => {
  expect([...packages.values()].filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
