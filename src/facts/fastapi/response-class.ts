import { findMember, linearise } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { textOf } from "../values/value.ts";
import type { ClassValue, Value } from "../values/value.ts";

/** What a response class means for the document. */
export interface ResponseClass {
  readonly mediaType: string | null;
  /** JSON bodies have the schema of the response model, others are plain text. */
  readonly isJson: boolean;
  readonly isEventStream: boolean;
  readonly defaultStatus: string;
}

const json: ResponseClass = {
  mediaType: "application/json",
  isJson: true,
  isEventStream: false,
  defaultStatus: "200",
};
const plain = (mediaType: string | null, defaultStatus = "200"): ResponseClass => ({
  mediaType,
  isJson: false,
  isEventStream: mediaType === "text/event-stream",
  defaultStatus,
});

const known: ReadonlyMap<string, ResponseClass> = new Map([
  ["JSONResponse", json],
  ["ORJSONResponse", json],
  ["UJSONResponse", json],
  ["HTMLResponse", plain("text/html")],
  ["PlainTextResponse", plain("text/plain")],
  ["RedirectResponse", plain(null, "307")],
  ["StreamingResponse", plain(null)],
  ["FileResponse", plain(null)],
  ["EventSourceResponse", plain("text/event-stream")],
  ["Response", plain(null)],
]);

/** The response class of an operation; null stands for FastAPI's default. */
export function responseClassOf(evaluator: Evaluator, value: Value | null): ResponseClass {
  if (value === null) return json;
  if (value.kind === "external") return libraryClass(value.name);
  if (value.kind !== "class") return json;
  const { externals } = linearise(evaluator, value);
  const base = externals.find((name) => name.endsWith("Response"));
  const inherited = base === undefined ? json : libraryClass(base);
  const mediaType = ownMediaType(evaluator, value);
  return mediaType === null ? inherited : { ...inherited, mediaType };
}

function libraryClass(name: string): ResponseClass {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return known.get(last) ?? (/json/i.test(last) ? json : plain(null));
}

function ownMediaType(evaluator: Evaluator, definition: ClassValue): string | null {
  const member = findMember(evaluator, definition, "media_type");
  if (member?.kind !== "value" || member.value === null) return null;
  return textOf(evaluate(evaluator, member.value, member.owner.scope));
}
