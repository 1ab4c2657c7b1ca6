import { asObject, type JsonObject, type Step } from "../draft";

const measuring = /analytic|statistic|performance|measure/i;

/** Segment's consent object: the category for measuring decides, else whether anything was agreed to. */
export const isRefused = (context: JsonObject): boolean => {
  const categories = asObject(asObject(context.consent)?.categoryPreferences);
  if (!categories) return false;
  const names = Object.keys(categories);
  const deciding = names.filter((name) => measuring.test(name));
  return !(deciding.length > 0 ? deciding : names).some((name) => categories[name] === true);
};

/**
 * What people agreed to. Who refused is known for a day under a random id, or not at all where the project says so;
 * what is said about such a person (`identify`, `alias`) is not kept.
 */
export const respectConsent: Step = (draft, { optedOut, source, settings }) => {
  const context = asObject(draft.raw.context);
  const refused = optedOut || context?.cookieless === true || (context !== undefined && isRefused(context));
  if (refused && settings.privacyMode === "off") return { ignored: "no_consent" };
  draft.cookieless = refused || (settings.privacyMode === "cookieless" && source === "write");
  if (draft.cookieless && draft.kind !== "event") return { ignored: "no_consent" };
};
