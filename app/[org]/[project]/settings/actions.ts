"use server";

import { z } from "zod";
import { saveCsvCosts } from "@/lib/ad-costs/save-csv";
import { scopedAction } from "@/lib/auth/scoped-action";
import { parseRange } from "@/lib/ingestion/address-ranges";
import { forgetIngestionSettings } from "@/lib/ingestion/settings-store";
import { currencyRate } from "@/lib/rates/definition";
import { deleteRate, saveRates } from "@/lib/rates/store";
import { privacyModes } from "@/lib/tenancy/definition";
import { readDomain } from "@/lib/tenancy/read-domain";
import { addWebhookSecret, revokeWebhookSecret, saveSettings } from "@/lib/tenancy/settings-store";

/** One entry a line: each is read or named as the one that makes no sense. */
const listOf = (most: number, read: (text: string) => string | null, problem: (text: string) => string) =>
  z
    .array(
      z
        .string()
        .max(300)
        .transform((text, context) => {
          const value = read(text);
          if (value !== null) return value;
          context.issues.push({ code: "custom", message: problem(text.slice(0, 80)), input: text });
          return z.NEVER;
        }),
    )
    .max(most, `List ${most} at most.`)
    .transform((all) => [...new Set(all)]);

const readRange = (text: string): string | null => {
  const range = parseRange(text);
  return range && `${range.address}/${range.bits}`;
};

const newSettings = z.strictObject({
  privacyMode: z.enum(privacyModes),
  domains: listOf(50, readDomain, (text) => `“${text}” is no domain. Write it like shop.example.`),
  internalRanges: listOf(
    100,
    readRange,
    (text) => `“${text}” is no address or range. Write it like 203.0.113.7 or 203.0.113.0/24.`,
  ),
});

/** In force at once here; other processes follow within ten seconds. */
export const changeSettings = scopedAction(
  { role: "admin", input: newSettings },
  async ({ scope }, settings) => {
    const saved = await saveSettings(scope, settings);
    forgetIngestionSettings(scope);
    return saved;
  },
);

const newSecret = z.strictObject({
  secret: z
    .string()
    .trim()
    .min(16, "A secret has at least 16 characters; copy the whole of it.")
    .max(200, "This is longer than any secret of Shopify."),
});

export const addShopifySecret = scopedAction({ role: "admin", input: newSecret }, ({ scope }, { secret }) =>
  addWebhookSecret(scope, { provider: "shopify", secret }),
);

export const endWebhookSecret = scopedAction(
  { role: "admin", input: z.strictObject({ secretId: z.uuid() }) },
  async ({ scope }, { secretId }) => {
    await revokeWebhookSecret(scope, { secretId });
  },
);

export const setRate = scopedAction({ role: "admin", input: currencyRate }, ({ scope }, rate) =>
  saveRates(scope, [rate]),
);

export const removeRate = scopedAction(
  { role: "admin", input: currencyRate.pick({ currency: true, day: true }) },
  ({ scope }, rate) => deleteRate(scope, rate),
);

const costsFile = z.strictObject({
  csv: z.string().max(500_000, "This file is too large for the screen."),
  source: z.string().trim().max(100, "A source has at most 100 characters."),
  medium: z.string().trim().max(100, "A medium has at most 100 characters."),
});

/** Says what became of the lines: how many of each kind, and which were no costs. */
export const importCosts = scopedAction(
  { role: "admin", input: costsFile },
  ({ scope, project }, { csv, source, medium }) =>
    saveCsvCosts(scope, csv, { currency: project.currency, source, medium }),
);
