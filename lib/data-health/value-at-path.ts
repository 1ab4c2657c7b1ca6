/** Nothing is walked that an event does not own, so "constructor" leads nowhere. */
const child = (value: unknown, key: string): unknown => {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
};

/** What stands at a path ("properties.products.0.price"); undefined for nothing. */
export const readPath = (value: unknown, path: string): unknown => path.split(".").reduce(child, value);

/** Copies what lies on the way and answers the copy; the given value stays as it is. */
const change = (value: unknown, parts: readonly string[], to: unknown): unknown => {
  const [part, ...rest] = parts;
  if (part === undefined) return to;
  if (Array.isArray(value)) {
    if (!Object.hasOwn(value, part) || !/^\d+$/.test(part)) return value;
    const at = Number(part);
    return rest.length === 0 && to === undefined
      ? value.toSpliced(at, 1)
      : value.with(at, change(value[at], rest, to));
  }
  if (value !== undefined && value !== null && typeof value !== "object") return value;
  if (to === undefined && child(value, part) === undefined) return value;
  const { [part]: before, ...others } = (value ?? {}) as Record<string, unknown>;
  if (rest.length === 0 && to === undefined) return others;
  return { ...(value ?? {}), [part]: change(before, rest, to) };
};

/**
 * A copy with something else at a path. Objects that are missing on the way are made; where text or a number is in the
 * way, or an index lies outside its list, nothing changes.
 */
export const writePath = <T>(value: T, path: string, to: NonNullable<unknown> | null): T =>
  change(value, path.split("."), to) as T;

/** A copy without what stands at a path. */
export const removePath = <T>(value: T, path: string): T => change(value, path.split("."), undefined) as T;
