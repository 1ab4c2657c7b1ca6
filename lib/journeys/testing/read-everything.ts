import type { ProjectScope } from "@/db/scope";
import { ColumnCache } from "../column-cache";
import { loadPart } from "../moment";
import type { Part } from "../part";
import { momentOf } from "./moment-of";

/** A project's journeys as a question finds them now, all months and with these columns, in one part. */
export const readEverything = async (
  scope: ProjectScope,
  fields: readonly string[] = [],
  cache = new ColumnCache(100_000_000),
): Promise<Part> => {
  const moment = await momentOf(scope, fields);
  const always = { from: 0, to: Number.POSITIVE_INFINITY };
  return await loadPart(scope, moment, { index: 0, parts: 1, fields, ...always }, cache);
};
