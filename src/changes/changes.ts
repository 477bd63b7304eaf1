import type {
  BlockingCall,
  CodeFunction,
  CodeSetting,
  LoopedQuery,
  OutboundClient,
  RuntimeDdl,
} from "../facts/code/code.ts";
import type { Guard, Operation } from "../facts/contract.ts";
import type { Column, Constraint, Index, MigrationBody, Revision, Table } from "../facts/database.ts";
import type { Location } from "../facts/location.ts";
import type { ContractChange } from "./contract-change.ts";

/** A fact on both sides: added has no before, removed no after. Equal facts are no change, whatever happened to the text. */
export type Changed<Fact> =
  | { readonly status: "added"; readonly key: string; readonly before: null; readonly after: Fact }
  | { readonly status: "removed"; readonly key: string; readonly before: Fact; readonly after: null }
  | { readonly status: "modified"; readonly key: string; readonly before: Fact; readonly after: Fact };

/** What the change did, by semantic key; nothing here says whether it is good or bad. */
export interface Changes {
  readonly operations: readonly Changed<Operation>[];
  /** Differences of the contract, once per cause. */
  readonly contract: readonly ContractChange[];
  /** Component schemas by name. */
  readonly schemas: readonly Changed<SchemaFact>[];
  readonly guards: readonly GuardChange[];
  readonly tables: readonly Changed<Table>[];
  /** Keys `table.column`; columns of added and removed tables are not repeated here. */
  readonly columns: readonly Changed<Column>[];
  /** By what they index; those of added and removed tables are listed too. */
  readonly indexes: readonly Changed<Index & { readonly table: string }>[];
  /** By what they constrain, on tables of both sides. */
  readonly constraints: readonly Changed<Constraint & { readonly table: string }>[];
  readonly revisions: readonly Changed<RevisionFact>[];
  readonly blockingCalls: readonly Changed<BlockingCall>[];
  readonly outbound: readonly Changed<OutboundClient>[];
  readonly runtimeDdl: readonly Changed<RuntimeDdl>[];
  readonly functions: readonly Changed<CodeFunction>[];
  readonly settings: readonly Changed<CodeSetting>[];
  readonly loopedQueries: readonly Changed<LoopedQuery>[];
}

export interface SchemaFact {
  readonly name: string;
  readonly summary: string;
  readonly where: Location | null;
}

/** A revision with what it does; `modified` only when header or operations changed, not for comments or formatting. */
export interface RevisionFact {
  readonly revision: Revision;
  readonly body: MigrationBody | null;
}

/** How the protection of one operation that exists on both sides changed. */
export interface GuardChange {
  readonly operation: string;
  readonly before: readonly Guard[];
  readonly after: readonly Guard[];
  readonly where: Location;
}
