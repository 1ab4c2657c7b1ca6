import { asObject, type JsonObject, type Step } from "../draft";

const mostDepth = 20;
const mostKeys = 500;
const mostText = 8192;
const mostCharacters = 65_536;
const dangerous = new Set(["__proto__", "constructor", "prototype"]);

class Unfit extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

const cleanText = (text: string): string =>
  (text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text).replaceAll("\u0000", "").toWellFormed();

const clean = (value: unknown, depth: number, count: { keys: number }): unknown => {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (depth > mostDepth) throw new Unfit("too_deep", `Nest at most ${mostDepth} levels.`);
  if (Array.isArray(value)) return value.map((one) => clean(one, depth + 1, count));
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    const name = cleanText(key.slice(0, 200));
    if (dangerous.has(name)) continue;
    if (++count.keys > mostKeys) throw new Unfit("too_many_keys", `An event has at most ${mostKeys} keys.`);
    copy[name] = clean((value as JsonObject)[key], depth + 1, count);
  }
  return copy;
};

/** Of a page view, where it happened is kept in columns of its own, without what an address may give away. */
const withoutPage = ({ url, path, search, title, referrer, ...rest }: JsonObject): JsonObject => rest;

/** Makes properties and traits storable: no NUL, no half characters, no prototype keys; within depth, keys and size. */
export const cleanProperties: Step = (draft) => {
  const path = draft.kind === "identify" ? "traits" : "properties";
  const given = draft.raw[path];
  if (given === undefined || given === null) return;
  const object = asObject(given);
  if (!object) return { code: "invalid_properties", path, message: `Write ${path} as an object.` };
  try {
    const kept = draft.name === "Page Viewed" ? withoutPage(object) : object;
    draft.properties = clean(kept, 1, { keys: 0 }) as JsonObject;
  } catch (error) {
    if (error instanceof Unfit) return { code: error.reason, path, message: error.message };
    throw error;
  }
  draft.propertiesText = JSON.stringify(draft.properties);
  if (draft.propertiesText.length > mostCharacters)
    return { code: "event_too_large", path, message: "An event has at most 64 KiB." };
};
