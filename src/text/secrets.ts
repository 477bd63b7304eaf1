/**
 * Secrets by the form that their providers give them. Linear expressions only: the text is a stranger's.
 * A name is kept so that a reviewer sees what stood there.
 */
const patterns: readonly (readonly [string, RegExp])[] = [
  ["github-token", /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,255}\b/g],
  ["github-token", /\bgithub_pat_[A-Za-z0-9_]{20,255}\b/g],
  ["anthropic-key", /\bsk-ant-[A-Za-z0-9_-]{16,255}/g],
  ["api-key", /\bsk-[A-Za-z0-9_-]{24,255}/g],
  ["aws-key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ["slack-token", /\bxox[abeprs]-[A-Za-z0-9-]{10,255}/g],
  ["jwt", /\beyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{5,1000}/g],
  ["google-key", /\bAIza[A-Za-z0-9_-]{35}\b/g],
  ["stripe-key", /\b(?:sk|rk)_live_[A-Za-z0-9]{16,255}\b/g],
];

/** Replaces what looks like a secret, and every one of `known` verbatim, by `[redacted: kind]`. */
export function redactSecrets(text: string, known: readonly string[] = []): string {
  let output = text;
  for (const secret of known) {
    if (secret.length >= 8) output = output.replaceAll(secret, "[redacted: secret]");
  }
  for (const [kind, pattern] of patterns) output = output.replace(pattern, `[redacted: ${kind}]`);
  return redactPrivateKeys(redactConnectionPasswords(output));
}

/** The same for every text in plain data; keys stay. */
export function redactAll<Data>(data: Data): Data {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form stays: texts are replaced by texts
  return redacted(data) as Data;
}

function redacted(value: unknown): unknown {
  if (typeof value === "string") return value.length < shortestSecret ? value : redactSecrets(value);
  if (Array.isArray(value)) return value.map(redacted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, redacted(member)]));
}

/** `a://b:c@` is nothing that anyone has to hide; no form above is shorter. */
const shortestSecret = 8;

/** `postgres://user:password@host`: the password goes, the rest stays. */
function redactConnectionPasswords(text: string): string {
  return text.replace(
    /(\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/'"]{1,100}:)[^\s@/'"]{1,200}@/gi,
    "$1[redacted: password]@",
  );
}

function redactPrivateKeys(text: string): string {
  let output = "";
  let rest = text;
  for (;;) {
    const start = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/.exec(rest);
    if (start === null) return output + rest;
    const end = rest.indexOf("-----END", start.index);
    output += `${rest.slice(0, start.index)}[redacted: private-key]`;
    if (end < 0) return output;
    const close = rest.indexOf("-----", end + 8);
    rest = close < 0 ? "" : rest.slice(close + 5);
  }
}

/** Files whose content is never sent anywhere: only their names. */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return (
    name.startsWith(".env") || /\.(?:pem|key|p12|pfx|jks|keystore|kdbx)$/.test(name) || name === "id_rsa"
  );
}
