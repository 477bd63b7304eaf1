import type { Call } from "../../syntax/python/ast.ts";
import { isScriptPath } from "../../source/file-kind.ts";
import { type CallSite, callsOf, callsOfModule } from "./call-sites.ts";
import type { OutboundClient } from "./code.ts";
import { constantText } from "./constant-text.ts";
import { functionsOf, moduleLevel, placeOf } from "./function-unit.ts";
import { type Inference, type Place, placeAtModule, placeIn } from "./inferred.ts";
import { type OutboundUse, outboundMethods, outboundNames } from "./outbound-libraries.ts";

/** Cheap test on a module's text: without one of these nothing in it reaches another service. */
const mentions =
  /requests|httpx|aiohttp|urllib|websockets|grpc|kafka|pika|faststream|nats|mqtt|celery|pubsub|boto3|smtplib|redis|[Cc]lient|[Ss]ession/;

/** The clients of other services that one module uses. */
export function* outboundIn(inference: Inference, path: string): Generator<OutboundClient> {
  const { project } = inference;
  if (!mentions.test(project.text(path) ?? "")) return;
  const module = project.module(path);
  if (module === null) return;
  const confidence = isScriptPath(path) ? "medium" : "high";
  yield* used(inference, placeAtModule(path), callsOfModule(module), moduleLevel, confidence);
  for (const unit of functionsOf(path, module)) {
    yield* used(inference, placeIn(unit), callsOf(unit.node), unit.name, confidence);
  }
}

function* used(
  inference: Inference,
  place: Place,
  sites: readonly CallSite[],
  name: string,
  confidence: OutboundClient["confidence"],
): Generator<OutboundClient> {
  for (const { call } of sites) {
    const use = useOf(inference, place, call);
    if (use === null) continue;
    const target = targetOf(inference, place, call, use);
    // A method with a relative or computed address says nothing new: its client has been met where it is made.
    if (target === null && isMethod(inference, place, call)) continue;
    yield {
      package: use.package,
      kind: use.kind,
      target,
      function: name,
      confidence,
      where: placeOf(place.path, call),
    };
  }
}

const lastNames = new Set(
  [...outboundNames.keys(), ...outboundMethods.keys()].map((name) => name.slice(name.lastIndexOf(".") + 1)),
);

function useOf(inference: Inference, place: Place, call: Call): OutboundUse | null {
  // What is called under a name of its own may stand for anything; an attribute keeps its name.
  if (call.callee.kind === "attribute" && !lastNames.has(call.callee.attribute)) return null;
  const type = inference.typeOf(place, call.callee);
  if (type.kind === "reference") return outboundNames.get(type.name) ?? null;
  const label = methodLabel(inference, place, call);
  return label === null ? null : (outboundMethods.get(label) ?? null);
}

function isMethod(inference: Inference, place: Place, call: Call): boolean {
  return inference.typeOf(place, call.callee).kind !== "reference";
}

function methodLabel(inference: Inference, place: Place, call: Call): string | null {
  if (call.callee.kind !== "attribute") return null;
  const label = inference.labelOf(inference.typeOf(place, call.callee.value));
  return label === null ? null : `${label}.${call.callee.attribute}`;
}

function targetOf(inference: Inference, place: Place, call: Call, use: OutboundUse): string | null {
  const named = call.keywords.find(({ name }) => name !== null && use.keywords.includes(name))?.value;
  const argument = named ?? (use.position === null ? undefined : call.args[use.position]);
  if (argument === undefined) return null;
  const first = argument.kind === "list" ? argument.elements[0] : argument;
  const known = first === undefined ? null : constantText(inference, place, first);
  if (known === null) return null;
  if (use.kind === "cloud") return known.complete ? known.text : null;
  return hostOf(known.text, known.complete, use.kind === "http" && use.package !== "grpc");
}

/**
 * The host of an address, in lower case and without a port: `api.stripe.com` of `https://api.stripe.com:443/v1`. Null where
 * the text ends before the host does, and for hosts that are no other service (this machine, names reserved by RFC 2606).
 */
export function hostOf(text: string, complete: boolean, needsScheme: boolean): string | null {
  const scheme = /^[a-z][a-z0-9+.-]{0,30}:\/\//i.exec(text.slice(0, 40))?.[0];
  if (scheme === undefined && needsScheme) return null;
  const rest = text.slice(scheme?.length ?? 0, 2_000);
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? "";
  if (!complete && authority.length === rest.length) return null;
  const host = authority
    .slice(authority.lastIndexOf("@") + 1)
    .split(",")[0]
    ?.replace(/:\d*$/, "")
    .toLowerCase();
  return host === undefined || !isOtherService(host) ? null : host;
}

function isOtherService(host: string): boolean {
  if (!/^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/.test(host)) return false;
  if (/^(?:localhost|testserver|test|host\.docker\.internal|0\.0\.0\.0)$/.test(host)) return false;
  if (/^127\.|\.local(?:host|domain)$|^169\.254\./.test(host)) return false;
  return !/(?:^|\.)(?:example|test|invalid)$|(?:^|\.)example\.(?:com|org|net|edu)$/.test(host);
}
