const key = Symbol.for("tributary.once-per-process");

/**
 * What must exist once per process: pools, the log writer, the engine, minted scopes. Next bundles its own copy of
 * every module, so module scope is not shared; this record on `globalThis` is.
 */
export const oncePerProcess = <T>(name: string, create: () => T): T => {
  const holder = globalThis as unknown as Record<symbol, Map<string, unknown> | undefined>;
  let record = holder[key];
  if (!record) {
    record = new Map();
    holder[key] = record;
  }
  if (!record.has(name)) record.set(name, create());
  return record.get(name) as T;
};
