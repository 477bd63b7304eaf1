import type { Confidence, Location } from "../location.ts";

/** What the changed modules' code does, beyond contract and schema. Tests are not among them. */
export interface CodeFacts {
  readonly calls: readonly BlockingCall[];
  readonly outbound: readonly OutboundClient[];
  readonly runtimeDdl: readonly RuntimeDdl[];
  readonly functions: readonly CodeFunction[];
  /** Middleware, CORS and connection pool settings by name. */
  readonly settings: readonly CodeSetting[];
  readonly loopedQueries: readonly LoopedQuery[];
  /** Of the changed modules; computed when first asked for. */
  readonly filters?: () => readonly ColumnFilter[];
  /** Of all modules of the snapshot that name one of these attributes. */
  readonly filtersOn?: (attributes: readonly string[]) => readonly ColumnFilter[];
  /**
   * Async operations of the whole snapshot and how many of them block on the database: for `async.enforce: auto`.
   * It reads every module that has any, so it is computed when first asked for.
   */
  readonly asyncOperations: () => { readonly total: number; readonly blocking: number };
  /** Dependencies of the whole snapshot that give an `AsyncSession`, by name; computed when first asked for. */
  readonly asyncSessionProviders: () => readonly { readonly name: string; readonly where: Location }[];
}

/** Who calls an `async def`. `unknown`: nobody that could be found, so it may run elsewhere than in the server's event loop. */
export type Entry = "operation" | "dependency" | "middleware" | "exception-handler" | "unknown";

/** A call that blocks the event loop: it stands in an `async def`, is not awaited and not handed to a thread. */
export interface BlockingCall {
  /** `Session.execute`, `requests.get`, `time.sleep`. */
  readonly callee: string;
  readonly category: "database" | "http" | "sleep" | "subprocess";
  /** Qualified name of the enclosing `async def`. */
  readonly function: string;
  /** Qualified names of the plain functions between the `async def` and the call; empty where it stands there itself. */
  readonly via: readonly string[];
  /** The operation that reaches it, such as `GET /weekly`, or null where it is none or not one only. */
  readonly operation: string | null;
  /** Every operation that was found to reach it, parameters as `{}`. */
  readonly reaches: readonly string[];
  readonly entry: Entry;
  /** high: the receiver's type is certain and the server's event loop runs the function. */
  readonly confidence: Confidence;
  /** Fingerprint of the enclosing function without its name: tells a rename from a new function. */
  readonly body: string;
  readonly where: Location;
}

/** A client of another service: `httpx.AsyncClient(base_url="https://billing.internal")`, `requests.post("https://…")`, a broker. */
export interface OutboundClient {
  /** Library: `httpx`, `requests`, `kafka`, … */
  readonly package: string;
  readonly kind: "http" | "broker" | "cloud" | "mail" | "store";
  /** Host, cloud service, queue or topic where it is constant; null otherwise. */
  readonly target: string | null;
  readonly function: string;
  /** medium: it stands in a script rather than in the service. */
  readonly confidence: Confidence;
  readonly where: Location;
}

/** Schema changed outside Alembic: `create_all`, `drop_all`, DDL in `text()`, `alembic stamp`. */
export interface RuntimeDdl {
  /** `Base.metadata.create_all`, `text("ALTER TABLE …")`. */
  readonly what: string;
  readonly function: string;
  /** high: application code outside scripts. medium: a script or a branch that only a test database takes. */
  readonly confidence: Confidence;
  readonly where: Location;
}

export interface CodeFunction {
  /** Qualified name within its module. */
  readonly name: string;
  readonly layer: "route" | "service" | "controller" | "repository" | "other";
  /** Fingerprint of parameters and body; formatting, comments and docstrings are not in it. */
  readonly body: string;
  readonly where: Location;
}

export interface CodeSetting {
  readonly category: "middleware" | "cors" | "pool";
  readonly name: string;
  /** Normalised source text of the value. */
  readonly value: string;
  readonly where: Location;
}

/** A statement that looks for rows of one mapped class by `=` or `IN`. */
export interface ColumnFilter {
  readonly model: { readonly path: string; readonly name: string };
  /** Attributes of the class, all of which have to fit. */
  readonly columns: readonly string[];
  readonly function: string;
  readonly where: Location;
}

/** A query that runs once for each element of a loop. */
export interface LoopedQuery {
  /** `AsyncSession.execute`, `Query.first`. */
  readonly callee: string;
  readonly function: string;
  /** The loop as written: `for user in users`. */
  readonly loop: string;
  readonly body: string;
  readonly where: Location;
}
