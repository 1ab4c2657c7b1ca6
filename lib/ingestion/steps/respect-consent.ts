import { asObject, type JsonObject, type Receipt, type Step } from "../draft";

const measuring = /analytic|statistic|performance|measure/i;

/** Segment's consent object: the category for measuring decides, else whether anything was agreed to. */
export const isRefused = (context: JsonObject): boolean => {
  const categories = asObject(asObject(context.consent)?.categoryPreferences);
  if (!categories) return false;
  const names = Object.keys(categories);
  const deciding = names.filter((name) => measuring.test(name));
  return !(deciding.length > 0 ? deciding : names).some((name) => categories[name] === true);
};

const hasRefused = (raw: JsonObject, { optedOut }: Receipt): boolean => {
  const context = asObject(raw.context);
  return optedOut || context?.cookieless === true || (context !== undefined && isRefused(context));
};

/** Whether this message must not tell who it was. */
export const isCookieless = (raw: JsonObject, receipt: Receipt): boolean =>
  hasRefused(raw, receipt) || (receipt.settings.privacyMode === "cookieless" && receipt.source === "write");

/**
 * What people agreed to. Who refused is known for a day under a random id, or not at all where the project says so;
 * what is said about such a person (`identify`, `alias`) is not kept.
 */
export const respectConsent: Step = (draft, receipt) => {
  draft.cookieless = isCookieless(draft.raw, receipt);
  if (draft.cookieless && receipt.settings.privacyMode === "off") return { ignored: "no_consent" };
  const isAboutPerson = draft.raw.type === "identify" || draft.raw.type === "alias";
  if (draft.cookieless && isAboutPerson) return { ignored: "no_consent" };
};
