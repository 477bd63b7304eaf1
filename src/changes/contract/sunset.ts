/** A date as `x-sunset` has it: `2027-01-31`, alone or with a time (RFC 3339). */
export function isSunsetDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]{1,30})?$/.test(text) && !Number.isNaN(Date.parse(text));
}
