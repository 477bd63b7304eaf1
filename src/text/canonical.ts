import { createHash } from "node:crypto";

/** JSON with sorted keys and no white space: equal values give equal text, whatever order they were built in. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The first 80 bits of the SHA-256 of `value`'s canonical JSON, as 16 characters of Crockford base32. */
export function fingerprint(value: unknown): string {
  const digest = createHash("sha256").update(canonicalJson(value)).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let index = 0; index < 16; index += 1) {
    text = alphabet.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text;
}
