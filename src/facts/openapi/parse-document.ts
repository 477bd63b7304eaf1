import { parse as parseYaml } from "yaml";

/** A JSON or YAML value whose shape is not known yet. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function entries(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The strings of a list; of anything else, none. */
export function strings(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((member) => typeof member === "string") : [];
}

/** Deeper documents are refused: everything that walks them is recursive. */
const deepest = 200;

/** JSON or YAML text → value, or one sentence that says why not. */
export function parseDocument(text: string): { readonly value: Json } | { readonly error: string } {
  const json = text.trimStart().startsWith("{");
  let value: unknown;
  try {
    value = json
      ? JSON.parse(text)
      : parseYaml(text, { schema: "core", merge: true, logLevel: "error", prettyErrors: false });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : "";
    return { error: `It is not valid ${json ? "JSON" : "YAML"}: ${reason}.` };
  }
  if (depthExceeds(value, deepest)) return { error: `It is nested more than ${deepest} levels deep.` };
  return { value: toJson(value) };
}

function depthExceeds(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => depthExceeds(member, levels - 1));
}

/** YAML also knows maps with other keys, dates and binary values; all of them become what JSON would hold. */
function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
  }
  return null;
}

/**
 * The value at a local JSON pointer (`#/components/schemas/User`, RFC 6901), or `undefined`. References to other files
 * are never followed.
 */
export function atPointer(root: Json, reference: string): Json | undefined {
  if (!reference.startsWith("#/")) return undefined;
  let current: Json | undefined = root;
  for (const part of reference.slice(2).split("/")) {
    const key = decodePart(part);
    if (isList(current)) current = current[Number(key)];
    else if (isObject(current)) current = Object.hasOwn(current, key) ? current[key] : undefined;
    else return undefined;
  }
  return current;
}

function decodePart(part: string): string {
  let text = part;
  try {
    text = decodeURIComponent(part);
  } catch {
    // Not percent-encoded.
  }
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
