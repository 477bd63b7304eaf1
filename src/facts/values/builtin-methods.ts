import { entryOf, mergeInto, pythonText, setEntry } from "./expression.ts";
import type { Constant } from "../python/project.ts";
import { callTextMethod } from "../python/text-methods.ts";
import { builtText, constant, maximumItems, none } from "./value.ts";
import type { Arguments, DictValue, ListValue, Value } from "./value.ts";

/** Methods of lists, dicts and strings that constants and router tables are built with; null for anything else. */
export function callBuiltin(base: Value, method: string, args: Arguments): Value | null {
  if (base.kind === "list") return callList(base, method, args);
  if (base.kind === "dict") return callDict(base, method, args);
  if (base.kind === "constant" && typeof base.value === "string") return callText(base.value, method, args);
  return null;
}

function callList(list: ListValue, method: string, args: Arguments): Value | null {
  const first = args.positional[0]?.value();
  switch (method) {
    case "append":
      if (first !== undefined) list.items.push(first);
      return none;
    case "insert": {
      const second = args.positional[1]?.value();
      if (second !== undefined) list.items.unshift(second);
      return none;
    }
    case "extend":
      if (first?.kind === "list" && list.items.length + first.items.length <= maximumItems) {
        list.items.push(...first.items);
      }
      return none;
    case "copy":
      return { ...list, items: [...list.items] };
    default:
      return null;
  }
}

function callDict(dict: DictValue, method: string, args: Arguments): Value | null {
  const key = args.positional[0]?.value();
  const second = args.positional[1]?.value();
  switch (method) {
    case "get":
      if (key === undefined) return null;
      return entryOf(dict, key)?.value ?? (dict.open ? null : (second ?? none));
    case "pop": {
      if (key === undefined) return null;
      const entry = entryOf(dict, key);
      if (entry === undefined) return second ?? null;
      dict.entries.splice(dict.entries.indexOf(entry), 1);
      return entry.value;
    }
    case "setdefault":
      if (key === undefined) return null;
      if (entryOf(dict, key) === undefined) setEntry(dict, key, second ?? none);
      return entryOf(dict, key)?.value ?? null;
    case "update":
      if (key !== undefined) mergeInto(dict, key);
      for (const [name, value] of args.keywords) setEntry(dict, constant(name), value.value());
      return none;
    case "copy":
      return { kind: "dict", entries: dict.entries.map((entry) => ({ ...entry })), open: dict.open };
    case "items":
      return listOf(
        dict.entries.map(({ key, value }) => ({ kind: "list", type: "tuple", items: [key, value] })),
      );
    case "values":
      return listOf(dict.entries.map(({ value }) => value));
    case "keys":
      return listOf(dict.entries.map(({ key }) => key));
    default:
      return null;
  }
}

function listOf(items: Value[]): ListValue {
  return { kind: "list", type: "list", items };
}

function callText(text: string, method: string, args: Arguments): Value | null {
  const given = args.positional.map((item) => item.value());
  if (method === "format") return formatted(text, given, args);
  const constants = given.map(constantOf);
  if (!constants.every((value) => value !== undefined) || args.keywords.size > 0) return null;
  const made = callTextMethod(text, method, constants);
  if (made === undefined) return null;
  if (typeof made === "string") return builtText(made);
  return typeof made === "boolean" ? constant(made) : listOf(made.map((part) => constant(part)));
}

function constantOf(value: Value): Constant | undefined {
  if (value.kind === "constant") return value.value;
  if (value.kind !== "list") return undefined;
  const items = value.items.map((item) => (item.kind === "constant" ? item.value : undefined));
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** `"{}/{name}".format(…)` with plain fields only. */
function formatted(text: string, positional: readonly Value[], args: Arguments): Value | null {
  let next = 0;
  let failed = false;
  const result = text.replace(/\{([A-Za-z0-9_]*)\}/g, (_, field: string) => {
    const value =
      field === ""
        ? positional[next++]
        : /^\d+$/.test(field)
          ? positional[Number(field)]
          : args.keywords.get(field)?.value();
    if (value?.kind !== "constant") failed = true;
    return value?.kind === "constant" ? pythonText(value.value) : "";
  });
  return failed ? null : builtText(result);
}
