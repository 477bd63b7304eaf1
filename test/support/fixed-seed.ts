import fc from "fast-check";

/**
 * Properties try the same values in every run, so that a required check never fails by chance; another seed looks for
 * more: `FAST_CHECK_SEED=$RANDOM npx vitest run`.
 */
fc.configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? 1) });
