import { z } from "zod";
import type { ProjectScope } from "@/db/scope";
import { mostAdjustments, newAdjustment, orderId } from "@/lib/adjustments/definition";
import { listAdjustments } from "@/lib/adjustments/store";
import { takeAdjustments } from "@/lib/adjustments/take-adjustments";
import { AppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { pageQuery } from "./page-of";
import { readJson } from "./read-json";
import { endpoint, json, serve } from "./serve";

const use = "management";

const several = z.strictObject({
  adjustments: z
    .array(z.unknown(), { error: "`adjustments` is a list." })
    .min(1, "Send at least one adjustment.")
    .max(mostAdjustments, `Send at most ${mostAdjustments} adjustments at once.`),
});

/** One that is wrong is an error of the request itself. */
const takeOne = async (scope: ProjectScope, body: unknown) => {
  const taken = await takeAdjustments(scope, [parseInput(newAdjustment, body)]);
  const [refused] = taken.rejected;
  if (refused) throw new AppError("conflict", refused.message, refused.path);
  return taken;
};

const isList = (body: unknown): boolean => typeof body === "object" && body !== null && "adjustments" in body;

/** What became of orders: taken one by one or as a list, listed in the order of receipt. */
export const serveAdjustments = serve({
  GET: endpoint({
    scopes: ["read", "admin"],
    use,
    query: z.strictObject({ ...pageQuery, orderId: orderId.optional() }),
    run: async ({ access: { scope }, query }) => json(await listAdjustments(scope, query)),
  }),
  POST: endpoint({
    scopes: ["admin"],
    use,
    query: z.strictObject({}),
    run: async ({ access: { scope }, request }) => {
      const body = await readJson(request);
      return json(
        isList(body)
          ? await takeAdjustments(scope, parseInput(several, body).adjustments)
          : await takeOne(scope, body),
      );
    },
  }),
});
