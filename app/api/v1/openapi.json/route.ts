import { openApiDocument } from "@/lib/openapi/document";

/** The description of the API, for programs; anybody may read it. */
export const GET = (): Response =>
  Response.json(openApiDocument(), {
    headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" },
  });
