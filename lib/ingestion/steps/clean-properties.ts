import { asObject, type Draft, flag, type JsonObject, type Refusal, type Step } from "../draft";

// Hot path: nearly every event needs no repair, so it is looked over first and copied only when it does.

const mostDepth = 20;
const mostKeys = 500;
const mostText = 8192;
const mostKey = 200;
const mostBytes = 65_536;
const dangerous = new Set(["__proto__", "constructor", "prototype"]);
/** How NUL and half a character look in JSON. */
const brokenText = /\\u(?:0000|d[89a-f])/;

class Unfit extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Counts keys and depth, and says whether something has to be repaired. */
const needsRepair = (value: unknown, depth: number, count: { keys: number }): boolean => {
  if (typeof value === "string") return value.length > mostText;
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth > mostDepth) throw new Unfit("too_deep", `Nest at most ${mostDepth} levels.`);
  let repair = false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (needsRepair(value[i], depth + 1, count)) repair = true;
    return repair;
  }
  for (const key in value) {
    if (++count.keys > mostKeys) throw new Unfit("too_many_keys", `An event has at most ${mostKeys} keys.`);
    if (key.length > mostKey || dangerous.has(key)) repair = true;
    if (needsRepair((value as JsonObject)[key], depth + 1, count)) repair = true;
  }
  return repair;
};

const cleanText = (draft: Draft, text: string): string => {
  let clean = text;
  if (clean.length > mostText) {
    clean = `${clean.slice(0, mostText - 1)}…`;
    flag(draft, "text_cut");
  }
  if (clean.includes("\u0000")) {
    clean = clean.replaceAll("\u0000", "");
    flag(draft, "nul_removed");
  }
  if (!clean.isWellFormed()) {
    clean = clean.toWellFormed();
    flag(draft, "invalid_text");
  }
  return clean;
};

const clean = (draft: Draft, value: unknown): unknown => {
  if (typeof value === "string") return cleanText(draft, value);
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    flag(draft, "not_finite");
    return null;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => clean(draft, one));
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    if (key.length > mostKey) flag(draft, "key_cut");
    const name = cleanText(draft, key.slice(0, mostKey));
    if (dangerous.has(name)) flag(draft, "forbidden_key");
    else copy[name] = clean(draft, (value as JsonObject)[key]);
  }
  return copy;
};

/** Of a page view, where it happened is kept in columns of its own, without what an address may give away. */
const withoutPage = ({ url, path, search, title, referrer, ...rest }: JsonObject): JsonObject => rest;

const isTooLarge = (text: string): boolean =>
  text.length > mostBytes || (text.length * 3 > mostBytes && Buffer.byteLength(text) > mostBytes);

/** The text that is stored; revenue that is no number is left for its own check to refuse. */
const setProperties = (draft: Draft, given: JsonObject): void => {
  const repair = needsRepair(given, 1, { keys: 0 });
  const text = JSON.stringify(given);
  if (!repair && !brokenText.test(text)) {
    draft.properties = given;
    draft.propertiesText = text;
    return;
  }
  draft.properties = clean(draft, given) as JsonObject;
  draft.propertiesText = JSON.stringify(draft.properties);
};

const tooLarge = (path: string): Refusal => ({
  code: "event_too_large",
  path,
  message: "An event has at most 64 KiB.",
});

/** Makes properties and traits storable: no NUL, no half characters, no prototype keys; within depth, keys and size. */
export const cleanProperties: Step = (draft) => {
  const path = draft.kind === "identify" ? "traits" : "properties";
  const given = draft.raw[path];
  if (given === undefined || given === null) return;
  const object = asObject(given);
  if (!object) return { code: "invalid_properties", path, message: `Write ${path} as an object.` };
  if (object.revenue === Number.POSITIVE_INFINITY || object.revenue === Number.NEGATIVE_INFINITY)
    return {
      code: "not_finite",
      path: `${path}.revenue`,
      message: "The revenue is too large for a number.",
    };
  try {
    setProperties(draft, draft.name === "Page Viewed" ? withoutPage(object) : object);
  } catch (error) {
    if (error instanceof Unfit) return { code: error.code, path, message: error.message };
    throw error;
  }
  if (isTooLarge(draft.propertiesText)) return tooLarge(path);
};
