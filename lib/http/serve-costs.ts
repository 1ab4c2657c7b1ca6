import { z } from "zod";
import type { ProjectScope } from "@/db/scope";
import {
  type AdCost,
  adCost,
  adCostCampaign,
  adCostDay,
  adCostKey,
  adCostSource,
  mostAdCosts,
  type RejectedAdCost,
} from "@/lib/ad-costs/definition";
import { countOutcomes, saveCsvCosts } from "@/lib/ad-costs/save-csv";
import { deleteAdCosts, listAdCosts, saveAdCosts } from "@/lib/ad-costs/store";
import { writeCsvCosts } from "@/lib/ad-costs/write-csv";
import { AppError, isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { readProject } from "@/lib/tenancy/organisations-store";
import { csvResponse, formatQuery, wantsCsv } from "./answer-format";
import { pageQuery } from "./page-of";
import { readJson } from "./read-json";
import { readText } from "./read-text";
import { endpoint, json, serve } from "./serve";

const selection = { source: adCostSource.optional(), campaign: adCostCampaign.optional() };

/** What a file does not say of its lines. */
const sendQuery = z.strictObject({
  source: adCostSource.optional(),
  medium: z.string().trim().max(100, "A medium has at most 100 characters.").optional(),
});

const listQuery = z.strictObject({
  ...pageQuery,
  // It names a whole cost.
  cursor: z.string().min(1).max(4_000).optional(),
  ...selection,
  from: adCostDay.optional(),
  to: adCostDay.optional(),
  format: formatQuery.shape.format,
});

const deleteQuery = z
  .strictObject({ ...selection, from: adCostDay, to: adCostDay })
  .refine(({ from, to }) => from < to, {
    path: ["to"],
    error: "`to` is the day after the last: it comes after `from`.",
  });

const someCosts = z.strictObject({
  costs: z
    .array(z.unknown(), 'Send {"costs": […]}.')
    .min(1, "Send at least one cost.")
    .max(mostAdCosts, `Send at most ${mostAdCosts.toLocaleString("en")} costs at once.`),
});

/** One cost of many, or what is wrong with it. */
const read = (sent: unknown, index: number): AdCost | RejectedAdCost => {
  try {
    return parseInput(adCost, sent);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, path } = error;
    return { index, code, message, ...(path === undefined ? {} : { path }) };
  }
};

const saveSent = async (scope: ProjectScope, body: unknown) => {
  const rejected: RejectedAdCost[] = [];
  const good = new Map<string, { cost: AdCost; index: number }>();
  for (const [index, sent] of parseInput(someCosts, body).costs.entries()) {
    const cost = read(sent, index);
    if ("index" in cost) {
      rejected.push(cost);
      continue;
    }
    const before = good.get(adCostKey(cost));
    if (!before) good.set(adCostKey(cost), { cost, index });
    else
      rejected.push({
        index,
        code: "conflict",
        message: `costs.${before.index} is of the same day, source, medium and campaign. Add them up.`,
      });
  }
  const outcomes = await saveAdCosts(
    scope,
    [...good.values()].map(({ cost }) => cost),
  );
  return { ...countOutcomes(outcomes), added: 0, rejected };
};

const isCsv = (request: Request): boolean =>
  /^text\/csv\b/i.test(request.headers.get("content-type")?.trim() ?? "");

const csvAnswer = (request: Request, page: { data: AdCost[]; next: string | null }): Response => {
  const next = new URL(request.url);
  next.searchParams.set("cursor", page.next ?? "");
  const link = `<${next.pathname}${next.search}>; rel="next"`;
  return csvResponse(writeCsvCosts(page.data), "costs.csv", page.next === null ? {} : { link });
};

/** What advertising cost: sent as JSON or CSV, listed, forgotten. */
export const serveCosts = serve({
  GET: endpoint({
    scopes: ["read", "admin"],
    use: "management",
    query: listQuery,
    run: async ({ access, request, query: { format, ...query } }) => {
      const page = await listAdCosts(access.scope, query);
      return wantsCsv(request, { format }) ? csvAnswer(request, page) : json(page);
    },
  }),
  POST: endpoint({
    scopes: ["admin"],
    use: "management",
    query: sendQuery,
    run: async ({ access: { scope }, request, query }) => {
      if (isCsv(request)) {
        const { currency } = await readProject(scope);
        return json(await saveCsvCosts(scope, await readText(request), { currency, ...query }));
      }
      if (query.source !== undefined || query.medium !== undefined)
        throw new AppError("invalid", "Only CSV takes what holds for every line; JSON says it of each cost.");
      return json(await saveSent(scope, await readJson(request)));
    },
  }),
  DELETE: endpoint({
    scopes: ["admin"],
    use: "management",
    query: deleteQuery,
    run: async ({ access, query }) => json({ deleted: await deleteAdCosts(access.scope, query) }),
  }),
});
