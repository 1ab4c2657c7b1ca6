import type { Repair, RepairOperation } from "./definition";
import { readAmount } from "./read-amount";
import { readPath, removePath, writePath } from "./value-at-path";

export type RawEvent = Readonly<Record<string, unknown>>;

const nameOf = (raw: RawEvent): unknown => raw.event ?? raw.name;

const asText = (value: unknown): string | undefined => {
  if (typeof value === "string" || value === undefined || value === null) return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    // Nested too deeply to be written.
    return undefined;
  }
};

const parsed = (value: unknown): unknown => {
  if (typeof value !== "string") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

const apply = (raw: RawEvent, operation: RepairOperation, receivedAt: number): RawEvent => {
  /** Puts there what the present value becomes; leaves what becomes nothing. */
  const replace = (path: string, become: (value: unknown) => unknown): RawEvent => {
    const next = become(readPath(raw, path));
    return next === undefined || next === null ? raw : writePath(raw, path, next);
  };
  switch (operation.kind) {
    case "renameEvent": {
      if (operation.from !== undefined && nameOf(raw) !== operation.from) return raw;
      const { name: _, ...others } = raw;
      return raw.event === undefined ? { ...others, event: operation.to } : { ...raw, event: operation.to };
    }
    case "setValue":
      return writePath(raw, operation.path, operation.value);
    case "moveValue": {
      const value = readPath(raw, operation.from);
      if (value === undefined || operation.from === operation.to) return raw;
      const moved = writePath(removePath(raw, operation.from), operation.to, value);
      return readPath(moved, operation.to) === value ? moved : raw;
    }
    case "removeValue":
      return removePath(raw, operation.path);
    case "fixNumber":
      return replace(operation.path, (value) =>
        typeof value === "string" ? readAmount(value, operation.decimal) : undefined,
      );
    case "divideNumber":
      return replace(operation.path, (value) =>
        typeof value === "number" ? Number((value / operation.by).toPrecision(15)) : undefined,
      );
    case "fixCurrency": {
      const { path, from, to } = operation;
      const value = readPath(raw, path);
      const isMeant =
        from === undefined || (typeof value === "string" && value.toLowerCase() === from.toLowerCase());
      return isMeant ? writePath(raw, path, to) : raw;
    }
    case "cutText":
      return replace(operation.path, (value) =>
        typeof value === "string" ? value.slice(0, operation.length).toWellFormed() : undefined,
      );
    case "toText":
      return replace(operation.path, asText);
    case "parseJson":
      return replace(operation.path, parsed);
    case "setTimestamp": {
      const { originalTimestamp: _, ...others } = raw;
      return { ...others, timestamp: new Date(receivedAt).toISOString() };
    }
  }
};

/** A repaired copy of a raw event; `receivedAt` (ms since 1970) is when it was sent at first. */
export const applyRepair = (
  raw: RawEvent,
  repair: Repair,
  { receivedAt }: { receivedAt: number },
): RawEvent => repair.reduce((event, operation) => apply(event, operation, receivedAt), raw);
