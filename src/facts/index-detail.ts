/** How an index or a constraint is made, beside its columns. */
export interface Making {
  /** `gin`, `hash`, …; null for the default. */
  readonly using?: string | null;
  /** Column and operator class. */
  readonly operators?: readonly (readonly [column: string, operators: string])[];
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  /** Normalised SQL, or null. */
  readonly where?: string | null;
}

/**
 * One text for whoever says it, models or migrations: `using gin operators a gin_trgm_ops include b where c is null`.
 * Nothing where all is as it is by default.
 */
export function makingDetail(making: Making, byDefault = "btree"): { readonly detail?: string } {
  const using = making.using?.toLowerCase() ?? byDefault;
  const operators = (making.operators ?? []).map((pair) => pair.join(" ")).sort();
  const include = making.include ?? [];
  const where = making.where ?? "";
  const detail = [
    ...(using === byDefault ? [] : [`using ${using}`]),
    ...(operators.length === 0 ? [] : [`operators ${operators.join(", ")}`]),
    ...(include.length === 0 ? [] : [`include ${include.join(", ")}`]),
    ...(making.nullsNotDistinct === true ? ["nulls not distinct"] : []),
    ...(where === "" ? [] : [`where ${where}`]),
  ].join(" ");
  return detail === "" ? {} : { detail };
}

/** What a foreign key does besides referring, and when it is looked at; NO ACTION and "at once" are the default. */
export interface KeyActions {
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

export function actionsDetail(actions: KeyActions): { readonly detail?: string } {
  const action = (event: string, text: string | null): readonly string[] =>
    text === null || text === "no action" ? [] : [`on ${event} ${text}`];
  const detail = [
    ...action("delete", actions.onDelete),
    ...action("update", actions.onUpdate),
    ...(actions.deferrable || actions.initiallyDeferred ? ["deferrable"] : []),
    ...(actions.initiallyDeferred ? ["initially deferred"] : []),
  ].join(" ");
  return detail === "" ? {} : { detail };
}
