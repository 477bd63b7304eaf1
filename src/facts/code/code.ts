import type { Confidence, Location } from "../location.ts";

/** What the changed modules' code does, beyond contract and schema. */
export interface CodeFacts {
  readonly calls: readonly BlockingCall[];
  readonly outbound: readonly OutboundClient[];
  readonly runtimeDdl: readonly RuntimeDdl[];
  readonly functions: readonly CodeFunction[];
  /** Middleware, CORS and connection pool settings by name. */
  readonly settings: readonly CodeSetting[];
  /** Async and all operations' handlers of the whole snapshot and how many of the async ones block: for `async.enforce: auto`. */
  readonly asyncOperations: { readonly total: number; readonly blocking: number };
}

/** A call that blocks the event loop: it stands in an `async def`, is not awaited and not handed to a thread. */
export interface BlockingCall {
  /** `Session.execute`, `requests.get`, `time.sleep`. */
  readonly callee: string;
  readonly category: "database" | "http" | "sleep" | "subprocess" | "file";
  /** Qualified name of the enclosing `async def`. */
  readonly function: string;
  /** The operation that reaches it, such as `GET /weekly`, or null. */
  readonly operation: string | null;
  readonly confidence: Confidence;
  readonly where: Location;
}

/** A client of another service: `httpx.AsyncClient(base_url="https://billing.internal")`, `requests.post("https://…")`, a broker. */
export interface OutboundClient {
  /** Library and kind: `httpx`, `requests`, `kafka`, … */
  readonly library: string;
  /** Host, queue or topic where it is literal; null otherwise. */
  readonly target: string | null;
  readonly function: string;
  readonly confidence: Confidence;
  readonly where: Location;
}

/** Schema changed outside Alembic: `create_all`, `drop_all`, DDL in `text()`, `alembic stamp`. */
export interface RuntimeDdl {
  /** `Base.metadata.create_all`, `text("ALTER TABLE …")`. */
  readonly what: string;
  readonly function: string;
  readonly confidence: Confidence;
  readonly where: Location;
}

export interface CodeFunction {
  /** Qualified name within its module. */
  readonly name: string;
  readonly layer: "route" | "service" | "controller" | "repository" | "other";
  readonly where: Location;
}

export interface CodeSetting {
  readonly category: "middleware" | "cors" | "pool";
  readonly name: string;
  /** Normalised source text of the value. */
  readonly value: string;
  readonly where: Location;
}
