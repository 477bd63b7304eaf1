/** Whether a parsed value is an object with names, not a list. Its keys are a stranger's: look them up with {@link member}. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own member; undefined where there is none, also for names that every object inherits. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
