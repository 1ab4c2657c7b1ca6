import { formatAnswer } from "@/lib/http/answer-format";
import { catalogQuery } from "@/lib/http/catalog-query";
import { endpoint, serve } from "@/lib/http/serve";
import { askAll } from "@/lib/reports/engine";

/** What arrives, for editors and for whoever explores the API. */
export const { GET, POST, PUT, PATCH, DELETE } = serve({
  GET: endpoint({
    scopes: ["read"],
    use: "questions",
    query: catalogQuery,
    run: async ({ request, access, query: { properties, ...format } }) => {
      const [answer] = await askAll(access.scope, [{ report: "catalog", question: { properties } }], {
        signal: request.signal,
      });
      return formatAnswer("catalog", answer, request, format);
    },
  }),
});
