import { mintProjectScope, type ProjectScope } from "@/db/scope";
import type { Draft, Receipt, Rejection } from "../draft";
import { prepare } from "../prepare";

export const receivedAt = Date.parse("2026-11-10T12:00:00Z");
/** A request of a server whose clock is right. */
export const receiptOf = (scope: ProjectScope, at: number): Receipt => ({
  scope,
  source: "secret",
  receivedAt: at,
  sentAt: null,
  userAgent: null,
  address: null,
  country: null,
  optedOut: false,
  isInternal: false,
  settings: { currency: "EUR", privacyMode: "consented", domains: [], internalRanges: [] },
  salts: null,
});
export const receipt = receiptOf(mintProjectScope("org", "project"), receivedAt);
export const viewed = { type: "track", event: "Product Viewed", anonymousId: "ada", messageId: "m1" };

/** What becomes of a raw event that is stored. */
export const accepted = (raw: unknown, about: Partial<Receipt> = {}): Draft => {
  const { drafts, rejected } = prepare([raw], { ...receipt, ...about });
  const [draft] = drafts;
  if (!draft) throw new Error(`Rejected: ${JSON.stringify(rejected)}`);
  return draft;
};

/** Why a raw event is not stored. */
export const refused = (raw: unknown, about: Partial<Receipt> = {}): Rejection => {
  const [rejection] = prepare([raw], { ...receipt, ...about }).rejected;
  if (!rejection) throw new Error("It was not rejected.");
  const { raw: _, ...why } = rejection;
  return why;
};
